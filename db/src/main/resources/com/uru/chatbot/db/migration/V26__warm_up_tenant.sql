-- The tenant of the person with whom a server tries itself out before it is ready. Nobody else belongs to it, and between two starts
-- it has nothing but this row.
insert into tenants (tenant_id, name) values ('00000000-0000-7000-8000-000000000002', 'Warm-up');
