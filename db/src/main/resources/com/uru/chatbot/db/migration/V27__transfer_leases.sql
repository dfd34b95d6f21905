-- Each person writes one export and reads one import at a time, on all nodes together. The node that does it renews the lease; that of a
-- node that died expires.
create table transfer_leases (
  tenant_id  uuid        not null,
  owner_id   uuid        not null,
  transfer   text        not null check (transfer in ('export', 'import')),
  lease_id   uuid        not null,
  expires_at timestamptz not null,
  primary key (tenant_id, owner_id, transfer),
  foreign key (tenant_id, owner_id) references users (tenant_id, id) on delete cascade
);

alter table transfer_leases enable row level security, force row level security;
create policy owner_access on transfer_leases to current_user using (true) with check (true);
create policy user_isolation on transfer_leases to ${applicationRole}
  using (tenant_id = current_tenant_id() and owner_id = current_user_id())
  with check (tenant_id = current_tenant_id() and owner_id = current_user_id());

grant select, insert, update, delete on transfer_leases to ${applicationRole};
