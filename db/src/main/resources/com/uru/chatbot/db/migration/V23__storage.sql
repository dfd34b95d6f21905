-- How many conversations people have, and how many bytes the texts of their messages have in UTF-8, as changes: the sum of the rows of a
-- person is what the person has. Triggers add the rows in the transaction of the change, and nobody waits for a total. Before V24 the
-- sums are too low.
create table storage_changes (
  tenant_id     uuid    not null,
  owner_id      uuid    not null,
  id            bigint  not null generated always as identity,
  bytes         bigint  not null,
  conversations bigint  not null,
  primary key (tenant_id, owner_id, id),
  foreign key (tenant_id, owner_id) references users (tenant_id, id) on delete cascade
);

alter table storage_changes enable row level security, force row level security;
create policy owner_access on storage_changes to current_user using (true) with check (true);
create policy tenant_isolation on storage_changes to ${applicationRole}
  using (tenant_id = current_tenant_id()) with check (false);

grant select on storage_changes to ${applicationRole};

-- Deletions come here also while their owner is being deleted, whose sum is of no use any more.
create function count_conversations() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  insert into storage_changes (tenant_id, owner_id, bytes, conversations)
    select t.tenant_id, t.owner_id, 0, case tg_op when 'INSERT' then count(*) else -count(*) end
    from touched t
    where exists (select from users u where u.tenant_id = t.tenant_id and u.id = t.owner_id)
    group by t.tenant_id, t.owner_id;
  return null;
end
$$;

create function count_messages() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  insert into storage_changes (tenant_id, owner_id, bytes, conversations)
    select t.tenant_id, t.owner_id,
      case tg_op when 'INSERT' then sum(octet_length(t.text)) else -sum(octet_length(t.text)) end, 0
    from touched t
    where exists (select from users u where u.tenant_id = t.tenant_id and u.id = t.owner_id)
    group by t.tenant_id, t.owner_id
    having sum(octet_length(t.text)) > 0;
  return null;
end
$$;

create function count_message_change() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  insert into storage_changes (tenant_id, owner_id, bytes, conversations)
    values (new.tenant_id, new.owner_id, octet_length(new.text) - octet_length(old.text), 0);
  return null;
end
$$;

-- Calling them as a trigger needs no right.
revoke execute on function count_conversations(), count_messages(), count_message_change() from public;

create trigger count_created after insert on conversations
  referencing new table as touched for each statement execute function count_conversations();
create trigger count_deleted after delete on conversations
  referencing old table as touched for each statement execute function count_conversations();
create trigger count_added after insert on messages
  referencing new table as touched for each statement execute function count_messages();
create trigger count_removed after delete on messages
  referencing old table as touched for each statement execute function count_messages();
create trigger count_changed after update on messages
  for each row when (octet_length(old.text) <> octet_length(new.text))
  execute function count_message_change();

-- Adds up the rows of people who have many. Answers how many rows were added up; 0 also if another server is at it.
create function roll_up_storage() returns bigint
  language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  gone bigint;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('uru-storage', 0)) then
    return 0;
  end if;
  with crowded as (
      select s.tenant_id, s.owner_id from storage_changes s
      group by s.tenant_id, s.owner_id having count(*) > 20 limit 1000),
    old as (
      delete from storage_changes s using crowded c
      where s.tenant_id = c.tenant_id and s.owner_id = c.owner_id
      returning s.tenant_id, s.owner_id, s.bytes, s.conversations),
    added as (
      insert into storage_changes (tenant_id, owner_id, bytes, conversations)
      select o.tenant_id, o.owner_id, sum(o.bytes), sum(o.conversations) from old o
      group by o.tenant_id, o.owner_id)
  select count(*) into gone from old;
  return gone;
end
$$;

-- Counts everything anew, in one snapshot: what is committed meanwhile stays beside it. For V24, and for an operator who mistrusts a sum.
create function recount_storage() returns void
  language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('uru-storage', 0));
  with old as (delete from storage_changes),
    truth as (
      select c.tenant_id, c.owner_id, 0::bigint as bytes, 1::bigint as conversations from conversations c
      union all
      select m.tenant_id, m.owner_id, octet_length(m.text)::bigint, 0 from messages m)
  insert into storage_changes (tenant_id, owner_id, bytes, conversations)
    select t.tenant_id, t.owner_id, sum(t.bytes), sum(t.conversations) from truth t
    group by t.tenant_id, t.owner_id;
end
$$;

revoke execute on function roll_up_storage(), recount_storage() from public;
grant execute on function roll_up_storage() to ${applicationRole};
