-- What people allow themselves in a day and in a month (UTC), beside what their organisation allows. Null: no limit.
create table user_budgets (
  tenant_id        uuid    not null,
  owner_id         uuid    not null,
  tokens_per_day   bigint  check (tokens_per_day > 0),
  tokens_per_month bigint  check (tokens_per_month > 0),
  cost_per_day     numeric check (cost_per_day > 0),
  cost_per_month   numeric check (cost_per_month > 0),
  primary key (tenant_id, owner_id),
  foreign key (tenant_id, owner_id) references users (tenant_id, id) on delete cascade
);

alter table user_budgets enable row level security, force row level security;
create policy owner_access on user_budgets to current_user using (true) with check (true);
create policy user_isolation on user_budgets to ${applicationRole}
  using (tenant_id = current_tenant_id() and owner_id = current_user_id())
  with check (tenant_id = current_tenant_id() and owner_id = current_user_id());

grant select, insert, update, delete on user_budgets to ${applicationRole};
