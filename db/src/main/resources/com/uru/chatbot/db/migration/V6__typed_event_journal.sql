-- The journal of a running generation becomes a list of typed entries: text, reasoning, title and what later versions add. Deltas of one
-- kind that follow each other are pieces of one entry. `entry` counts from 1 within the generation; `position` is the sum of the lengths
-- of all entries up to the end of the piece, so it orders all pieces, and for a generation that has only text it is what it was before.
--
-- Servers of the version before still run during a rolling update. They write pieces without the new fields, which are text of entry 1,
-- and read the answer as the concatenation of `text` in the order of `position`. So the content of every other kind is in `content`.
alter table generation_events
  add column entry integer not null default 1 check (entry > 0),
  add column kind text not null default 'text' check (kind ~ '^[a-z_]{1,40}$'),
  add column content text not null default '',
  add column created_at timestamptz not null default now();

create or replace function flush_generation_journal(
    flushing_node uuid, lease_seconds integer, running jsonb, pieces jsonb)
  returns table (generation_id uuid, seen_length integer)
  language sql security definer set search_path = pg_catalog, public
  begin atomic
    with added as (
      insert into generation_events (tenant_id, generation_id, position, text, entry, kind, content)
        select p.tenant_id, p.generation_id, p.position, coalesce(p.text, ''), coalesce(p.entry, 1), coalesce(p.kind, 'text'),
          coalesce(p.content, '')
        from jsonb_to_recordset(pieces)
          as p (tenant_id uuid, generation_id uuid, position integer, text text, entry integer, kind text, content text)
        join generations g on g.tenant_id = p.tenant_id and g.id = p.generation_id
        where g.node = flushing_node and g.status = 'streaming'
        on conflict do nothing
        returning generation_events.generation_id
    ), told as (
      select distinct added.generation_id from added
    ), batches as (
      select told.generation_id, (row_number() over () - 1) / 200 as batch from told
    )
    select pg_notify('uru_generation_news', string_agg(b.generation_id::text, ','))
      from batches b group by b.batch;
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

-- The kinds and lengths of the entries of an ended generation, whose journal is gone: what its message does not say, but its event ids
-- need. Null where a server of the version before ended it: it has told one entry of text.
alter table generations add column entries jsonb;

-- parts: the content of a message where it is more than one text; `text` is the plain answer always.
-- provider_items: what the provider wants to be sent back with an answer; opaque, never shown or exported.
alter table messages
  add column parts jsonb,
  add column provider_items text,
  add column cached_tokens integer check (cached_tokens >= 0),
  add column cache_write_tokens integer check (cache_write_tokens >= 0);

-- Providers add reasons for which a model stops, and so do versions of Uru.
alter table messages drop constraint messages_finish_reason_check;
alter table messages add constraint messages_finish_reason_check check (finish_reason ~ '^[a-z_]{1,40}$');
