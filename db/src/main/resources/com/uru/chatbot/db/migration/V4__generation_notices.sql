-- What one node does to a generation is told to all nodes, by the transaction that does it: new text and the end on the channel
-- uru_generation_news, the wish to stop on uru_generation_stops. A notice is a list of generation ids and nothing else; 200 of them
-- stay below the 8000 bytes that a notice may have. Whoever hears it reads the rows in its own user's context.

create or replace function flush_generation_journal(
    flushing_node uuid, lease_seconds integer, running jsonb, pieces jsonb)
  returns table (generation_id uuid, seen_length integer)
  language sql security definer set search_path = pg_catalog, public
  begin atomic
    with added as (
      insert into generation_events (tenant_id, generation_id, position, text)
        select p.tenant_id, p.generation_id, p.position, p.text
        from jsonb_to_recordset(pieces) as p (tenant_id uuid, generation_id uuid, position integer, text text)
        join generations g on g.tenant_id = p.tenant_id and g.id = p.generation_id
        where g.node = flushing_node and g.status = 'streaming'
        on conflict do nothing
        returning generation_events.generation_id
    ), batches as (
      select added.generation_id, (row_number() over () - 1) / 200 as batch from added
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

create function notify_generation() returns trigger
  language plpgsql set search_path = pg_catalog, public as $$
begin
  perform pg_notify(tg_argv[0], new.id::text);
  return null;
end
$$;

create trigger notify_end after update of status on generations
  for each row when (old.status <> new.status)
  execute function notify_generation('uru_generation_news');

create trigger notify_stop after update of stop_requested_at on generations
  for each row when (old.stop_requested_at is null and new.stop_requested_at is not null)
  execute function notify_generation('uru_generation_stops');
