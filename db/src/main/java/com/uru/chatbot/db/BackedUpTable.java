package com.uru.chatbot.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A table whose rows belong into a backup.
 *
 * @param columns in the order of the table; none that the database computes
 * @param policies whether the owner is bound to the table's policies too
 * @param references the tables that have to be there before; not those whose foreign key waits for
 *     the end of the transaction
 */
record BackedUpTable(String name, boolean policies, List<String> columns, Set<String> references) {
  /** Flyway's own table is made by the migration that comes before the rows. */
  private static final String TABLES =
      """
      select c.relname, c.relforcerowsecurity,
        array(select a.attname::text from pg_attribute a
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
          order by a.attnum),
        array(select distinct f.confrelid::regclass::text from pg_constraint f
          where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid and not f.condeferrable)
      from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'flyway_schema_history'
      order by c.relname""";

  /** Returns all tables, each after those that it references. */
  static List<BackedUpTable> of(Connection owner) throws SQLException {
    List<BackedUpTable> waiting = read(owner);
    List<BackedUpTable> ordered = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    while (!waiting.isEmpty()) {
      List<BackedUpTable> next =
          waiting.stream().filter(table -> names.containsAll(table.references)).toList();
      if (next.isEmpty()) {
        throw new IllegalStateException("These tables reference each other: " + waiting);
      }
      next.forEach(table -> names.add(table.name));
      ordered.addAll(next);
      waiting.removeAll(next);
    }
    return ordered;
  }

  private static List<BackedUpTable> read(Connection owner) throws SQLException {
    try (PreparedStatement statement = owner.prepareStatement(TABLES);
        ResultSet rows = statement.executeQuery()) {
      List<BackedUpTable> tables = new ArrayList<>();
      while (rows.next()) {
        tables.add(
            new BackedUpTable(
                rows.getString(1),
                rows.getBoolean(2),
                strings(rows, 3),
                new LinkedHashSet<>(strings(rows, 4))));
      }
      return tables;
    }
  }

  private static List<String> strings(ResultSet row, int column) throws SQLException {
    return List.of((String[]) row.getArray(column).getArray());
  }

  /** The table and its columns, for {@code COPY}. */
  String toSql() {
    return name + " (" + String.join(", ", columns) + ")";
  }
}
