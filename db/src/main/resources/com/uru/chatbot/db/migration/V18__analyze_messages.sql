-- Gathers the statistics of messages if that was never done. Until then the planner expects one row of any index, so the check of a
-- message's parent takes messages_list_idx, which is narrower than the unique key, and reads all messages of the conversation: a
-- conversation of 16,000 messages took a minute to import. Autovacuum comes only after the transaction, up to a minute later.
create function analyze_messages() returns void
  language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  if exists (select from pg_stat_user_tables s
      where s.relid = 'messages'::regclass and s.last_analyze is null and s.last_autoanalyze is null) then
    analyze messages;
  end if;
end
$$;

revoke execute on function analyze_messages() from public;
grant execute on function analyze_messages() to ${applicationRole};
