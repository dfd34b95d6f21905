-- Which parameters a model of an upstream has rejected, so that no node sends them again. It is a property of the upstream and the
-- model, not of a tenant: the upstream is configuration of the deployment, and the table holds no key, no content and no user. So the
-- table has no tenant; the application role has no privilege on it and comes through two functions only, of which one answers for a
-- given model and the other adds.
create table rejected_parameters (
  upstream  text        not null check (length(upstream) between 1 and 300),
  model     text        not null check (length(model) between 1 and 300),
  parameter text        not null check (parameter ~ '^[a-z_]{1,64}$'),
  noted_at  timestamptz not null default now(),
  primary key (upstream, model, parameter)
);

create index rejected_parameters_noted_idx on rejected_parameters (noted_at);

alter table rejected_parameters enable row level security, force row level security;
create policy owner_access on rejected_parameters to current_user using (true) with check (true);

-- Answers the parameters that were rejected in the last 30 days: an older rejection may have been lifted, so it is tried again.
create function find_rejected_parameters(of_upstream text, of_model text) returns setof text
  language sql stable security definer set search_path = pg_catalog, public
  begin atomic
    select r.parameter from rejected_parameters r
      where r.upstream = of_upstream and r.model = of_model and r.noted_at > now() - interval '30 days';
  end;

-- Adds a rejection, or renews one that is older than a day. Deletes those that do not count any more. Above 10,000 rows, which only ids
-- that somebody has made up can fill, nothing is added.
create function note_rejected_parameter(of_upstream text, of_model text, rejected text) returns void
  language sql security definer set search_path = pg_catalog, public
  begin atomic
    delete from rejected_parameters where noted_at <= now() - interval '30 days';
    insert into rejected_parameters as r (upstream, model, parameter)
      select of_upstream, of_model, rejected
        where (select count(*) from rejected_parameters) < 10000
      on conflict (upstream, model, parameter) do update
        set noted_at = now() where r.noted_at < now() - interval '1 day';
  end;

revoke execute on function find_rejected_parameters(text, text), note_rejected_parameter(text, text, text) from public;
grant execute on function find_rejected_parameters(text, text), note_rejected_parameter(text, text, text)
  to ${applicationRole};
