-- Erasing a person takes as long as they have conversations, so it is done in parts: the first transaction takes name and address away,
-- ends all sessions and sets the time here; the conversations are deleted after that; the row is the last.
alter table users add column erasure_started_at timestamptz;

create index users_erasure_idx on users (erasure_started_at) where erasure_started_at is not null;

-- The erasures that a server continues after another node has ended, before a tenant is known.
create function unfinished_erasures(started_before timestamptz)
  returns table (tenant_id uuid, user_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  begin atomic
    select users.tenant_id, users.id from users
      where users.erasure_started_at < started_before
      order by users.erasure_started_at limit 100;
  end;

-- The deletion of a message looks for the generations that answer it.
create index generations_question_idx on generations (tenant_id, conversation_id, user_message_id);

-- A server of a version without search keys renames a person and leaves the old key: without a key, lower() of name and address is searched.
create function drop_stale_search_key() returns trigger
  language plpgsql set search_path = pg_catalog, public as $$
begin
  new.search_key := null;
  return new;
end
$$;

create trigger drop_stale_search_key before update of display_name on users
  for each row when (old.display_name <> new.display_name and old.search_key = new.search_key)
  execute function drop_stale_search_key();

-- For the start of a server, which writes the keys of people of versions before V13.
create function users_without_search_key()
  returns table (tenant_id uuid, user_id uuid)
  language sql stable security definer set search_path = pg_catalog, public
  begin atomic
    select users.tenant_id, users.id from users
      where users.search_key is null and users.erasure_started_at is null;
  end;

revoke execute on function unfinished_erasures(timestamptz), users_without_search_key() from public;
grant execute on function unfinished_erasures(timestamptz), users_without_search_key() to ${applicationRole};

-- As in V12, and a generation that is running but has no row any more is to be stopped too: its conversation or its owner was deleted,
-- so the answer has no reader. Servers call this only with generations whose creation is committed.
create or replace function flush_generation_journal(
    flushing_node uuid, lease_seconds integer, running jsonb, pieces jsonb)
  returns table (generation_id uuid, seen_length integer)
  language plpgsql security definer set search_path = pg_catalog, public
  as $$
  #variable_conflict use_column
  declare
    written uuid[];
  begin
    with added as (
      insert into generation_events (tenant_id, generation_id, position, text, entry, kind, content)
        select p.tenant_id, p.generation_id, p.position, coalesce(p.text, ''), coalesce(p.entry, 1), coalesce(p.kind, 'text'),
          coalesce(p.content, '')
        from jsonb_to_recordset(pieces)
          as p (tenant_id uuid, generation_id uuid, position integer, text text, entry integer, kind text, content text)
        join generations g on g.tenant_id = p.tenant_id and g.id = p.generation_id
        where g.node = flushing_node and g.status = 'streaming'
        on conflict do nothing
        returning generation_id
    )
    select array_agg(distinct generation_id) into written from added;
    perform pg_notify('uru_generation_news', string_agg(b.id::text, ','))
      from (select id, (row_number() over () - 1) / 200 as batch from unnest(written) as id) b
      group by b.batch;
    update generations g set lease_expires_at = now() + make_interval(secs => lease_seconds)
      from jsonb_to_recordset(running) as r (tenant_id uuid, generation_id uuid)
      where g.tenant_id = r.tenant_id and g.id = r.generation_id
        and g.node = flushing_node and g.status = 'streaming'
        and g.lease_expires_at < now() + make_interval(secs => lease_seconds / 2);
    return query select r.generation_id, g.seen_length
      from jsonb_to_recordset(running) as r (tenant_id uuid, generation_id uuid)
      left join generations g on g.tenant_id = r.tenant_id and g.id = r.generation_id
      where g.id is null
        or (g.node = flushing_node and g.status = 'streaming' and g.stop_requested_at is not null);
  end
  $$;
