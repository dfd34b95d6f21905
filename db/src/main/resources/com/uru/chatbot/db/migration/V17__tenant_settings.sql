-- What administrators set for their tenant: one row for each change, with everything that is set after it. The highest version holds;
-- without a row, or a member of its object, the configuration of the deployment holds. Who has changed it may be deleted since.
create table tenant_settings (
  tenant_id  uuid        not null references tenants (tenant_id),
  version    bigint      not null check (version > 0),
  settings   jsonb       not null check (jsonb_typeof(settings) = 'object'),
  changed_by uuid        not null,
  changed_at timestamptz not null,
  primary key (tenant_id, version)
);

alter table tenant_settings enable row level security, force row level security;
create policy owner_access on tenant_settings to current_user using (true) with check (true);
create policy tenant_isolation on tenant_settings to ${applicationRole}
  using (tenant_id = current_tenant_id()) with check (tenant_id = current_tenant_id());
grant select, insert on tenant_settings to ${applicationRole};

-- The settings that hold, for a transaction in whatever context: sign-up is before there is one. Null: nothing was ever set.
create function find_tenant_settings(wanted_tenant uuid) returns jsonb
  language sql stable security definer set search_path = pg_catalog, public
  begin atomic
    select s.settings from tenant_settings s
      where s.tenant_id = wanted_tenant order by s.version desc limit 1;
  end;

revoke execute on function find_tenant_settings(uuid) from public;
grant execute on function find_tenant_settings(uuid) to ${applicationRole};
