-- What a node asks before it says that it is ready: is this the schema that it was built for? The application role cannot read
-- Flyway's own table, which tells more than that.
create function schema_version() returns integer
  language sql stable security definer set search_path = pg_catalog, public
  begin atomic
    select max(version::integer) from flyway_schema_history where success;
  end;

revoke execute on function schema_version() from public;
grant execute on function schema_version() to ${applicationRole};
