-- Conversations belong to one user; their rows carry the owner, so that a second net holds between users of one tenant as well.

create table conversations (
  tenant_id       uuid        not null,
  owner_id        uuid        not null,
  id              uuid        not null,
  request_digest  bytea       not null check (length(request_digest) = 32),
  title           text        not null check (length(title) <= 200),
  title_source    text        not null check (title_source in ('auto', 'user')),
  model           text        not null,
  system_prompt   text,
  pinned          boolean     not null default false,
  archived        boolean     not null default false,
  head_message_id uuid,
  message_count   integer     not null default 0 check (message_count >= 0),
  version         bigint      not null default 1,
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, owner_id, id),
  foreign key (tenant_id, owner_id) references users (tenant_id, id) on delete cascade
);

create index conversations_list_idx
  on conversations (tenant_id, owner_id, archived, pinned desc, updated_at desc, id desc);

create table messages (
  tenant_id         uuid        not null,
  owner_id          uuid        not null,
  conversation_id   uuid        not null,
  id                uuid        not null,
  sequence          bigint      not null generated always as identity,
  parent_id         uuid,
  role              text        not null check (role in ('user', 'assistant')),
  text              text        not null,
  model             text,
  status            text        not null
                    check (status in ('streaming', 'completed', 'stopped', 'incomplete', 'interrupted', 'failed')),
  finish_reason     text        check (finish_reason in ('stop', 'length', 'content_filter')),
  prompt_tokens     integer     check (prompt_tokens >= 0),
  completion_tokens integer     check (completion_tokens >= 0),
  reasoning_tokens  integer     check (reasoning_tokens >= 0),
  problem           jsonb,
  created_at        timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, conversation_id, id),
  check (role = 'assistant' or status = 'completed'),
  foreign key (tenant_id, owner_id, conversation_id)
    references conversations (tenant_id, owner_id, id) on delete cascade,
  foreign key (tenant_id, conversation_id, parent_id)
    references messages (tenant_id, conversation_id, id) on delete cascade
);

create index messages_list_idx on messages (tenant_id, conversation_id, sequence);
create index messages_parent_idx on messages (tenant_id, conversation_id, parent_id);

alter table conversations add foreign key (tenant_id, id, head_message_id)
  references messages (tenant_id, conversation_id, id) on delete set null (head_message_id)
  deferrable initially deferred;

-- One run that produces one assistant message. While it runs, a node holds a lease in database time.
create table generations (
  tenant_id         uuid        not null,
  owner_id          uuid        not null,
  conversation_id   uuid        not null,
  id                uuid        not null,
  user_message_id   uuid        not null,
  message_id        uuid        not null,
  request_digest    bytea       not null check (length(request_digest) = 32),
  status            text        not null
                    check (status in ('streaming', 'completed', 'stopped', 'incomplete', 'interrupted', 'failed')),
  node              uuid        not null,
  lease_expires_at  timestamptz not null,
  stop_requested_at timestamptz,
  seen_length       integer     check (seen_length >= 0),
  started_at        timestamptz not null default now(),
  ended_at          timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, message_id),
  foreign key (tenant_id, owner_id, conversation_id)
    references conversations (tenant_id, owner_id, id) on delete cascade,
  foreign key (tenant_id, conversation_id, user_message_id)
    references messages (tenant_id, conversation_id, id) on delete cascade,
  foreign key (tenant_id, conversation_id, message_id)
    references messages (tenant_id, conversation_id, id) on delete cascade
);

create index generations_conversation_idx on generations (tenant_id, conversation_id);
create index generations_running_idx on generations (tenant_id, owner_id) where status = 'streaming';
create index generations_lease_idx on generations (lease_expires_at) where status = 'streaming';

-- Two answers to one question must not run at the same time.
create unique index generations_one_per_question
  on generations (tenant_id, user_message_id) where status = 'streaming';

-- The journal of a running generation: its text in pieces, each ending at a position counted in UTF-16 code units.
create table generation_events (
  tenant_id     uuid    not null,
  generation_id uuid    not null,
  position      integer not null check (position > 0),
  text          text    not null,
  primary key (tenant_id, generation_id, position),
  foreign key (tenant_id, generation_id) references generations (tenant_id, id) on delete cascade
);

do $$
declare
  owned text;
begin
  foreach owned in array array['conversations', 'messages', 'generations'] loop
    execute format('alter table %I enable row level security, force row level security', owned);
    execute format('create policy owner_access on %I to current_user using (true) with check (true)', owned);
    execute format('create policy user_isolation on %I to ${applicationRole}
      using (tenant_id = current_tenant_id() and owner_id = current_user_id())
      with check (tenant_id = current_tenant_id() and owner_id = current_user_id())', owned);
  end loop;
end
$$;

alter table generation_events enable row level security, force row level security;
create policy owner_access on generation_events to current_user using (true) with check (true);
create policy user_isolation on generation_events to ${applicationRole}
  using (tenant_id = current_tenant_id()
    and exists (select from generations g
                where g.tenant_id = generation_events.tenant_id and g.id = generation_events.generation_id))
  with check (false);

-- The journal's group commit: one call per node and flush writes the new text of all its generations, renews their leases, and
-- answers which of them somebody wants stopped. It spans users, so it is a function of the owner; it can only add to generations
-- that this node holds, and it gives nothing back but ids.
create function flush_generation_journal(
    flushing_node uuid, lease_seconds integer, running jsonb, pieces jsonb)
  returns table (generation_id uuid, seen_length integer)
  language sql security definer set search_path = pg_catalog, public
  begin atomic
    insert into generation_events (tenant_id, generation_id, position, text)
      select p.tenant_id, p.generation_id, p.position, p.text
      from jsonb_to_recordset(pieces) as p (tenant_id uuid, generation_id uuid, position integer, text text)
      join generations g on g.tenant_id = p.tenant_id and g.id = p.generation_id
      where g.node = flushing_node and g.status = 'streaming'
      on conflict do nothing;
    update generations g set lease_expires_at = now() + make_interval(secs => lease_seconds)
      from jsonb_to_recordset(running) as r (tenant_id uuid, generation_id uuid)
      where g.tenant_id = r.tenant_id and g.id = r.generation_id
        and g.node = flushing_node and g.status = 'streaming'
        and g.lease_expires_at < now() + make_interval(secs => lease_seconds / 2);
    select g.id, g.seen_length
      from jsonb_to_recordset(running) as r (tenant_id uuid, generation_id uuid)
      join generations g on g.tenant_id = r.tenant_id and g.id = r.generation_id
      where g.node = flushing_node and g.status = 'streaming' and g.stop_requested_at is not null;
  end;

-- Whose leases have run out (database time): the reaper then acts in each owner's own context.
create function expired_generations()
  returns table (tenant_id uuid, owner_id uuid, generation_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  begin atomic
    select g.tenant_id, g.owner_id, g.id from generations g
      where g.status = 'streaming' and g.lease_expires_at < now()
      order by g.lease_expires_at limit 500;
  end;

revoke execute on function flush_generation_journal(uuid, integer, jsonb, jsonb), expired_generations() from public;
grant execute on function flush_generation_journal(uuid, integer, jsonb, jsonb), expired_generations()
  to ${applicationRole};

grant select, insert, update, delete on conversations, messages, generations, generation_events to ${applicationRole};
