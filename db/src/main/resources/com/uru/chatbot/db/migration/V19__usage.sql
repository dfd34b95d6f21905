-- What each user has used of each model on each day (UTC), added up by the transaction that ends a generation. The cost is that of the
-- list prices of the day; the currency is empty for answers of models without a list price, whose cost is 0.
create table usage_days (
  tenant_id          uuid    not null,
  user_id            uuid    not null,
  day                date    not null,
  model              text    not null check (length(model) between 1 and 300),
  currency           text    not null check (length(currency) in (0, 3)),
  answers            integer not null check (answers > 0),
  prompt_tokens      bigint  not null check (prompt_tokens >= 0),
  cached_tokens      bigint  not null check (cached_tokens >= 0),
  completion_tokens  bigint  not null check (completion_tokens >= 0),
  reasoning_tokens   bigint  not null check (reasoning_tokens >= 0),
  cost               numeric not null check (cost >= 0),
  primary key (tenant_id, user_id, day, model, currency),
  foreign key (tenant_id, user_id) references users (tenant_id, id) on delete cascade
);

create index usage_days_by_day_idx on usage_days (tenant_id, day);

alter table usage_days enable row level security, force row level security;
create policy owner_access on usage_days to current_user using (true) with check (true);
create policy tenant_isolation on usage_days to ${applicationRole}
  using (tenant_id = current_tenant_id()) with check (tenant_id = current_tenant_id());

grant select, insert, update, delete on usage_days to ${applicationRole};

-- Answers from before: their tokens are known, the prices of their days are not.
insert into usage_days (tenant_id, user_id, day, model, currency, answers, prompt_tokens, cached_tokens, completion_tokens,
    reasoning_tokens, cost)
  select tenant_id, owner_id, (created_at at time zone 'UTC')::date, model, '', count(*), sum(prompt_tokens),
    coalesce(sum(cached_tokens), 0), coalesce(sum(completion_tokens), 0), coalesce(sum(reasoning_tokens), 0), 0
  from messages
  where role = 'assistant' and prompt_tokens is not null and length(model) between 1 and 300
  group by tenant_id, owner_id, (created_at at time zone 'UTC')::date, model;
