-- The function of V6 in plpgsql, which caches the plans of its statements for the connection. PostgreSQL plans the statements of a
-- function in sql at each call, and the journal calls this one up to ten times a second.
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
    return query select g.id, g.seen_length
      from jsonb_to_recordset(running) as r (tenant_id uuid, generation_id uuid)
      join generations g on g.tenant_id = r.tenant_id and g.id = r.generation_id
      where g.node = flushing_node and g.status = 'streaming' and g.stop_requested_at is not null;
  end
  $$;
