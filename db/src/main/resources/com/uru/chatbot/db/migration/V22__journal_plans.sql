-- The flush runs several times a second and names few generations by their keys. The planner expects 100 rows of each
-- jsonb_to_recordset, so with some thousand generations it read the whole table three times, and it planned the insert anew at each
-- call. A later "create or replace" of this function has to repeat these settings: it drops them.
alter function flush_generation_journal(uuid, integer, jsonb, jsonb) set plan_cache_mode = force_generic_plan;
alter function flush_generation_journal(uuid, integer, jsonb, jsonb) set enable_seqscan = off;
alter function flush_generation_journal(uuid, integer, jsonb, jsonb) set enable_hashjoin = off;
alter function flush_generation_journal(uuid, integer, jsonb, jsonb) set enable_mergejoin = off;
