-- How often somebody has done something that is limited: the moment until which what was done lasts at the allowed rate (the generic
-- cell rate algorithm). A row whose moment has passed means the same as none.
create table rate_limits (
  tenant_id  uuid        not null references tenants (tenant_id),
  subject    bytea       not null check (length(subject) = 32),
  used_until timestamptz not null,
  primary key (tenant_id, subject)
);

alter table rate_limits enable row level security, force row level security;
create policy owner_access on rate_limits to current_user using (true) with check (true);
create policy tenant_isolation on rate_limits to ${applicationRole}
  using (tenant_id = current_tenant_id()) with check (tenant_id = current_tenant_id());
grant select, insert, update, delete on rate_limits to ${applicationRole};

-- Counts one more, unless the limit is reached. Answers the seconds to wait, 0 if it was counted.
create function count_use(
    user_tenant uuid, user_subject bytea, seconds_per_use double precision, period_seconds double precision)
  returns double precision
  language plpgsql set search_path = pg_catalog, public as $$
declare
  per_use   constant interval := make_interval(secs => seconds_per_use);
  allowance constant interval := make_interval(secs => period_seconds) - per_use;
begin
  insert into rate_limits as r (tenant_id, subject, used_until)
    values (user_tenant, user_subject, clock_timestamp() + per_use)
    on conflict (tenant_id, subject) do update
      set used_until = greatest(r.used_until, clock_timestamp()) + per_use
      where r.used_until <= clock_timestamp() + allowance;
  if found then
    return 0;
  end if;
  return (select greatest(0.001, extract(epoch from r.used_until - allowance - clock_timestamp()))
    from rate_limits r where r.tenant_id = user_tenant and r.subject = user_subject);
end
$$;
