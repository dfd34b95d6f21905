-- What changes for a user is told to all nodes by the transaction that changes it, on the channel uru_user_events: one line with the kind
-- of the event, the tenant, the user, and ids. A notice has no content; whoever hears it reads the rows in the user's own context.
--
--   changed <tenant> <user> <conversation> <version>   a conversation was created or changed
--   deleted <tenant> <user> <conversation>             a conversation was deleted
--   started <tenant> <user> <generation>               an answer is being written
--   ended <tenant> <user> <conversation> <version>     an answer of this conversation has ended
--   many <tenant> <user>                               one statement did more to conversations than is told one by one
--
-- Servers of the version before do not listen on this channel. Servers of later versions may add kinds: unknown ones are ignored.

create function notify_conversations() returns trigger
  language plpgsql set search_path = pg_catalog, public as $$
declare
  -- An import or a deleted user must not fill the queue of notices. PostgreSQL drops equal notices of one transaction.
  most_told constant integer := 50;
begin
  perform pg_notify('uru_user_events',
      case
        when t.of_user > most_told then format('many %s %s', t.tenant_id, t.owner_id)
        when tg_op = 'DELETE' then format('deleted %s %s %s', t.tenant_id, t.owner_id, t.id)
        else format('changed %s %s %s %s', t.tenant_id, t.owner_id, t.id, t.version)
      end)
    from (select c.tenant_id, c.owner_id, c.id, c.version,
            count(*) over (partition by c.tenant_id, c.owner_id) as of_user
          from touched c) t;
  return null;
end
$$;

create trigger notify_created after insert on conversations
  referencing new table as touched for each statement execute function notify_conversations();
create trigger notify_changed after update on conversations
  referencing new table as touched for each statement execute function notify_conversations();
create trigger notify_deleted after delete on conversations
  referencing old table as touched for each statement execute function notify_conversations();

create function notify_started() returns trigger
  language plpgsql set search_path = pg_catalog, public as $$
begin
  perform pg_notify('uru_user_events', format('started %s %s %s', new.tenant_id, new.owner_id, new.id));
  return null;
end
$$;

create trigger notify_started after insert on generations
  for each row execute function notify_started();

-- The end of an answer changes no column of its conversation.
create function notify_ended() returns trigger
  language plpgsql set search_path = pg_catalog, public as $$
begin
  perform pg_notify('uru_user_events', format('ended %s %s %s %s', c.tenant_id, c.owner_id, c.id, c.version))
    from conversations c where c.tenant_id = new.tenant_id and c.id = new.conversation_id;
  return null;
end
$$;

create trigger notify_ended after update of status on generations
  for each row when (old.status <> new.status)
  execute function notify_ended();
