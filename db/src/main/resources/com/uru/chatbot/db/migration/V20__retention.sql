-- Conversations are deleted after a time without activity, where an administrator has set one.
create index conversations_activity_idx on conversations (tenant_id, updated_at);

-- The tenants that have set a time, for a server that deletes before a tenant is known.
create function tenant_retentions()
  returns table (tenant_id uuid, days integer)
  language sql stable security definer set search_path = pg_catalog, public
  begin atomic
    select s.tenant_id, (s.settings ->> 'retentionDays')::integer
      from (select distinct on (v.tenant_id) v.tenant_id, v.settings
            from tenant_settings v order by v.tenant_id, v.version desc) s
      where s.settings -> 'retentionDays' is not null;
  end;

-- Whose conversation was inactive for the longest time; the server deletes it in the context of this user.
create function find_inactive_owner(of_tenant uuid, inactive_since timestamptz) returns uuid
  language sql stable security definer set search_path = pg_catalog, public
  begin atomic
    select c.owner_id from conversations c
      where c.tenant_id = of_tenant and c.updated_at < inactive_since
      order by c.updated_at limit 1;
  end;

-- How many conversations would be deleted. An administrator is told this number and nothing else.
create function count_inactive_conversations(of_tenant uuid, inactive_since timestamptz) returns bigint
  language sql stable security definer set search_path = pg_catalog, public
  begin atomic
    select count(*) from conversations c
      where c.tenant_id = of_tenant and c.updated_at < inactive_since;
  end;

revoke execute on function tenant_retentions(), find_inactive_owner(uuid, timestamptz),
  count_inactive_conversations(uuid, timestamptz) from public;
grant execute on function tenant_retentions(), find_inactive_owner(uuid, timestamptz),
  count_inactive_conversations(uuid, timestamptz) to ${applicationRole};
