package com.uru.chatbot.db;

import static com.uru.chatbot.db.TestDatabase.rows;
import static com.uru.chatbot.db.TestDatabase.update;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a backup brings back, and what a restore refuses. */
@SuppressWarnings("NullAway.Init")
class BackupTest {
  private static final String HARD_TEXT = "Tab\t line\nback\\slash \\N \\. Grüße \u65e5\u672c";

  private static final String SCHEMA_VERSION =
      "create or replace function schema_version() returns integer language sql stable return %d";

  private static TestDatabase source;
  private static TestDatabase restored;
  private static Life life;

  @TempDir private Path folder;

  @BeforeAll
  static void begin() throws IOException, SQLException {
    source = new TestDatabase();
    source.migrate();
    restored = new TestDatabase();
    try (Connection owner = source.owner()) {
      life = Life.begin(owner, UUID.randomUUID(), "first");
      Life.begin(owner, UUID.randomUUID(), "second");
      update(owner, "update messages set text = ? where id = ?", HARD_TEXT, life.question());
    }
  }

  @AfterAll
  static void end() throws IOException {
    source.close();
    restored.close();
  }

  @BeforeEach
  void recreate() throws SQLException {
    restored.recreate();
  }

  @Test
  void everyRowOfEveryTableComesBack() throws Exception {
    long rows = restore(backup());

    Map<String, List<Object>> contents = contents(restored);
    assertThat(contents).isEqualTo(contents(source));
    assertThat(contents.get("messages")).hasSize(4);
    assertThat(rows).isEqualTo(contents.values().stream().mapToLong(List::size).sum());
  }

  @Test
  void policiesTriggersAndNumbersGoOnAsBefore() throws Exception {
    String rules =
        "select concat_ws(' ', relname, relrowsecurity, relforcerowsecurity) from pg_class"
            + " where relnamespace = 'public'::regnamespace and relkind = 'r' order by relname";
    String triggers =
        "select concat_ws(' ', tgrelid::regclass, tgname, tgenabled) from pg_trigger"
            + " where not tgisinternal order by 1";

    restore(backup());

    try (Connection before = source.owner();
        Connection after = restored.owner()) {
      assertThat(rows(after, rules)).isEqualTo(rows(before, rules));
      assertThat(rows(after, triggers)).isEqualTo(rows(before, triggers)).isNotEmpty();
      long last = number(after, "select max(sequence) from messages");
      Life.begin(after, UUID.randomUUID(), "third");
      assertThat(number(after, "select min(sequence) from messages where sequence > " + last))
          .isEqualTo(last + 1);
    }
    try (Connection application = restored.application(life.tenant(), life.user())) {
      assertThat(rows(application, "select id from conversations"))
          .containsExactly(life.conversation());
    }
  }

  @Test
  void theBackupIsOfOneMoment() throws Exception {
    Map<String, List<Object>> before = contents(source);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    UUID late = UUID.randomUUID();
    try (Connection owner = source.owner()) {
      Backup.write(
          owner,
          null,
          new AtFirstByte(
              file,
              () -> {
                try (Connection other = source.owner()) {
                  Life.begin(other, late, "late");
                }
              }));
    }

    restore(file.toByteArray());

    assertThat(contents(restored)).isEqualTo(before);
    try (Connection owner = source.owner()) {
      removeTenant(owner, late);
    }
  }

  @Test
  void aBackupOfAnOlderReleaseIsBroughtUpToDate() throws Exception {
    UUID tenant = UUID.randomUUID();
    byte[] old;
    try (TestDatabase older = new TestDatabase()) {
      DatabaseMigration.migrate(older.target(), 20);
      try (Connection owner = older.owner()) {
        update(owner, "insert into tenants (tenant_id, name) values (?, 'Old')", tenant);
        old = backup(owner, null);
      }
    }

    restore(old);

    try (Connection owner = restored.owner()) {
      assertThat(SchemaVersion.of(owner)).isEqualTo(SchemaVersion.CURRENT);
      assertThat(rows(owner, "select tenant_id from tenants")).contains(tenant);
    }
  }

  @Test
  void aSchemaWithoutDataIsReplaced() throws Exception {
    restored.migrate();

    restore(backup());

    assertThat(contents(restored)).isEqualTo(contents(source));
  }

  @Test
  void aFileThatIsCutOffChangesNothing() throws Exception {
    byte[] whole = backup();

    for (int length : List.of(whole.length / 4, whole.length / 2)) {
      assertRefused(Arrays.copyOf(whole, length), "cut off");
    }

    restore(whole);
    assertThat(contents(restored)).isEqualTo(contents(source));
  }

  /** What a damaged byte is of no consequence for, such as the time of an entry, may be damaged. */
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.3, 0.5, 0.7, 0.9})
  void aDamagedByteIsNoticed(double place) throws Exception {
    byte[] damaged = backup();
    damaged[(int) (place * damaged.length)] ^= 0x10;
    try {
      restore(damaged);
    } catch (Restore.RefusedException e) {
      restored.migrate();
      assertThat(number(restored, "select count(*) from users")).isZero();
      return;
    }
    assertThat(contents(restored)).isEqualTo(contents(source));
  }

  @Test
  void otherFilesAreRefused() throws Exception {
    assertRefused("select 1;".getBytes(UTF_8), "is not a backup of Uru");
    assertRefused(new byte[0], "is not a backup of Uru");
  }

  @Test
  void aBackupOfANewerReleaseIsRefused() throws Exception {
    byte[] newer;
    try (Connection owner = source.owner()) {
      update(owner, SCHEMA_VERSION.formatted(SchemaVersion.CURRENT + 1));
      newer = backup(owner, null);
      update(owner, SCHEMA_VERSION.formatted(SchemaVersion.CURRENT));
    }

    assertRefused(newer, "newer release (schema " + (SchemaVersion.CURRENT + 1));
  }

  @Test
  void aDatabaseWithDataIsLeftAlone() throws Exception {
    restored.migrate();
    try (Connection owner = restored.owner()) {
      Life.begin(owner, UUID.randomUUID(), "here");
    }
    Map<String, List<Object>> before = contents(restored);

    assertRefused(backup(), "has data already");

    assertThat(contents(restored)).isEqualTo(before);
  }

  @Test
  void aDatabaseInUseIsLeftAlone() throws Exception {
    byte[] backup = backup();
    try (Connection server = restored.application()) {
      assertThat(server.isValid(1)).isTrue();
      assertRefused(backup, "is in use");
    }
  }

  @Test
  void theKeysComeBackAndThoseThatWereThereAreKept() throws Exception {
    Path keys = Files.writeString(folder.resolve("keys.json"), "{\"keys\": \"old\"}");
    byte[] backup;
    try (Connection owner = source.owner()) {
      backup = backup(owner, keys);
    }
    Files.writeString(keys, "{\"keys\": \"new\"}");

    restore(backup, keys);

    assertThat(keys).content().isEqualTo("{\"keys\": \"old\"}");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
        .isEqualTo("rw-------");
    assertThat(folder.resolve("keys.json.before-restore"))
        .content()
        .isEqualTo("{\"keys\": \"new\"}");
  }

  @Test
  void theCommandsWriteAndReadAFile() throws Exception {
    Path file = folder.resolve("uru.zip");

    assertThat(command(source).run("backup", file.toString())).isEqualTo(ExitCode.OK);
    assertThat(command(restored).run("restore", file.toString())).isEqualTo(ExitCode.OK);

    assertThat(contents(restored)).isEqualTo(contents(source));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(folder.resolve("uru.zip.partial")).doesNotExist();
  }

  @Test
  void theCommandsSayWhatIsWrongByTheirExitCodes() throws Exception {
    Path file = Files.writeString(folder.resolve("uru.zip"), "precious");
    Map<String, String> away = environment(source);
    away.put("URU_DATABASE_OWNER_URL", "jdbc:postgresql://127.0.0.1:1/uru");

    assertThat(command(source).run("backup")).isEqualTo(ExitCode.USAGE);
    assertThat(command(source).run("backup", file.toString())).isEqualTo(ExitCode.FILE);
    assertThat(file).content().isEqualTo("precious");
    assertThat(command(restored).run("restore", file.toString())).isEqualTo(ExitCode.BAD_DATA);
    assertThat(command(restored).run("restore", file + "x")).isEqualTo(ExitCode.FILE);
    assertThat(command(Map.of()).run("backup", file + "2")).isEqualTo(ExitCode.MISCONFIGURED);
    assertThat(command(away).run("backup", file + "2")).isEqualTo(ExitCode.UNAVAILABLE);
  }

  private static void removeTenant(Connection owner, UUID tenant) throws SQLException {
    List<BackedUpTable> tables = BackedUpTable.of(owner);
    for (int i = tables.size() - 1; i >= 0; i--) {
      if (tables.get(i).columns().contains("tenant_id")) {
        update(owner, "delete from " + tables.get(i).name() + " where tenant_id = ?", tenant);
      }
    }
  }

  private static byte[] backup() throws SQLException, IOException {
    try (Connection owner = source.owner()) {
      return backup(owner, null);
    }
  }

  private static byte[] backup(Connection owner, @Nullable Path keys)
      throws SQLException, IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    Backup.write(owner, keys, file);
    owner.setAutoCommit(true);
    return file.toByteArray();
  }

  private static long restore(byte[] backup) throws Exception {
    return restore(backup, null);
  }

  private static long restore(byte[] backup, @Nullable Path keys) throws Exception {
    try (Connection owner = restored.owner()) {
      return new Restore(restored.target(), keys).read(owner, new ByteArrayInputStream(backup));
    }
  }

  private static void assertRefused(byte[] backup, String reason) {
    assertThatThrownBy(() -> restore(backup))
        .isInstanceOf(Restore.RefusedException.class)
        .hasMessageContaining(reason);
  }

  private static BackupCommand command(TestDatabase database) {
    return command(environment(database));
  }

  private static BackupCommand command(Map<String, String> environment) {
    return new BackupCommand(
        environment, InputStream.nullInputStream(), OutputStream.nullOutputStream());
  }

  private static Map<String, String> environment(TestDatabase database) {
    Map<String, String> environment = new HashMap<>();
    environment.put("URU_DATABASE_OWNER_URL", database.url());
    environment.put("URU_DATABASE_OWNER_USER", DatabaseRoles.OWNER);
    environment.put("URU_DATABASE_OWNER_PASSWORD", TestDatabase.OWNER_PASSWORD);
    environment.put("URU_DATABASE_WAIT", "PT0S");
    return environment;
  }

  /** The rows of each table as text. */
  private static Map<String, List<Object>> contents(TestDatabase database) throws SQLException {
    Map<String, List<Object>> contents = new TreeMap<>();
    try (Connection owner = database.owner()) {
      for (BackedUpTable table : BackedUpTable.of(owner)) {
        contents.put(
            table.name(),
            rows(owner, "select row(t.*)::text from " + table.name() + " t order by 1"));
      }
    }
    return contents;
  }

  private static long number(TestDatabase database, String query) throws SQLException {
    try (Connection owner = database.owner()) {
      return number(owner, query);
    }
  }

  private static long number(Connection owner, String query) throws SQLException {
    return ((Number) rows(owner, query).get(0)).longValue();
  }

  /** Something to be done that may fail. */
  private interface Action {
    void run() throws SQLException;
  }

  /** Does something when the first byte is written, which is after the backup has begun. */
  private static final class AtFirstByte extends OutputStream {
    private final OutputStream out;
    private final Action action;
    private boolean begun;

    private AtFirstByte(OutputStream out, Action action) {
      this.out = out;
      this.action = action;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (!begun) {
        begun = true;
        try {
          action.run();
        } catch (SQLException e) {
          throw new IOException(e);
        }
      }
      out.write(bytes, offset, length);
    }
  }
}
