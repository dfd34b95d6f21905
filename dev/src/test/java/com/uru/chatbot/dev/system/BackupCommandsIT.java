package com.uru.chatbot.dev.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.launcher.DatabaseAccess;
import com.uru.chatbot.dev.launcher.EmbeddedDatabase;
import com.uru.chatbot.dev.system.Installation.Result;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * What {@code uru backup} and {@code uru restore} refuse: one line, an exit code, nothing half
 * done. {@link RestoreRehearsalIT} shows what they do.
 */
@EnabledOnOs(OS.LINUX)
@Tag("faults")
@SuppressWarnings("NullAway.Init")
class BackupCommandsIT {
  private static final int BAD_DATA = 65;
  private static final int UNAVAILABLE = 69;
  private static final int FILE = 74;
  private static final int MISCONFIGURED = 78;
  private static final String NEW_DATABASE = "empty";

  private static Path state;
  private static Installation installation;
  private static EmbeddedDatabase database;
  private static Path backup;

  @BeforeAll
  static void backUp() throws IOException, InterruptedException, SQLException {
    Path target = ServerEnvironment.ROOT.resolve("dev/target");
    state = StateFolders.anew(target.resolve("backup-commands"));
    installation = Installation.in(target.resolve("installation"));
    database = EmbeddedDatabase.start(state.resolve("postgres"), 0);
    database.access().migrate();
    backup = state.resolve("uru.zip");
    assertThat(installation.run(settings(), "backup", backup.toString()).exitCode()).isZero();
  }

  @AfterAll
  static void end() throws IOException {
    database.close();
    StateFolders.delete(state);
  }

  @BeforeEach
  void makeNewDatabase() throws SQLException {
    asSuperuser("create database " + NEW_DATABASE + " owner " + database.access().owner().user());
  }

  @AfterEach
  void dropNewDatabase() throws SQLException {
    asSuperuser("drop database " + NEW_DATABASE);
  }

  @Test
  void aFileThatIsCutOffIsRefused() throws Exception {
    byte[] whole = Files.readAllBytes(backup);
    Path cut = write("cut.zip", Arrays.copyOf(whole, whole.length / 2));

    assertRefused(restore(cut), BAD_DATA, "cut off");
  }

  @Test
  void aFileThatWasTamperedWithIsRefused() throws Exception {
    byte[] bytes = Files.readAllBytes(backup);
    bytes[rowsOf("tenants", bytes) + 3] ^= 0x55;

    assertRefused(restore(write("tampered.zip", bytes)), BAD_DATA, "damaged");
  }

  /** Where the compressed rows of a table begin: behind the head of its entry (APPNOTE, 4.3.7). */
  private static int rowsOf(String table, byte[] zip) {
    String name = "tables/" + table;
    int start = new String(zip, ISO_8859_1).indexOf(name);
    assertThat(start).isPositive();
    int extraLength = zip[start - 2] + (zip[start - 1] << 8);
    return start + name.length() + extraLength;
  }

  @Test
  void aBackupOfANewerReleaseIsRefused() throws Exception {
    Path newer = state.resolve("newer.zip");
    String version =
        "create or replace function schema_version() returns integer language sql stable return ";
    int current = number(database.access().url(), "select schema_version()");
    asOwner(version + (current + 1));
    assertThat(installation.run(settings(), "backup", newer.toString()).exitCode()).isZero();
    asOwner(version + current);

    assertRefused(restore(newer), BAD_DATA, "made by a newer release");
  }

  @Test
  void aDatabaseThatIsAwayIsWaitedForAndThenNamed() throws Exception {
    Map<String, String> environment = settings();
    environment.put("URU_DATABASE_OWNER_URL", "jdbc:postgresql://127.0.0.1:1/uru");
    environment.put("URU_DATABASE_WAIT", "PT1S");
    Path never = state.resolve("never.zip");

    assertFailed(installation.run(environment, "backup", never.toString()), UNAVAILABLE, "refused");
    assertFailed(
        installation.run(environment, "restore", backup.toString()), UNAVAILABLE, "refused");
    assertThat(never).doesNotExist();
  }

  @Test
  void aWrongPasswordIsNamed() throws Exception {
    Path rules = state.resolve("postgres/pg_hba.conf");
    Path usual = Files.copy(rules, state.resolve("pg_hba.usual"));
    Map<String, String> environment = settings();
    environment.put("URU_DATABASE_OWNER_PASSWORD", "wrong");
    Files.writeString(rules, "host all uru_owner all scram-sha-256\n" + Files.readString(usual));
    asSuperuser("select pg_reload_conf()");
    try {
      Eventually.within(
          Duration.ofSeconds(20), "passwords are asked for", () -> !connects(environment));

      Result result = installation.run(environment, "restore", backup.toString());

      assertFailed(result, MISCONFIGURED, "password authentication failed");
    } finally {
      Files.move(usual, rules, StandardCopyOption.REPLACE_EXISTING);
      asSuperuser("select pg_reload_conf()");
    }
  }

  @Test
  void aDatabaseThatCanOnlyBeReadIsNamedAndBackedUp() throws Exception {
    asSuperuser("alter database " + NEW_DATABASE + " set default_transaction_read_only = on");
    asSuperuser("alter database uru set default_transaction_read_only = on");
    try {
      assertFailed(restore(backup), UNAVAILABLE, "read-only");
      assertFailed(installation.run(toNewDatabase(), "setup"), UNAVAILABLE, "read-only");
      Path standby = state.resolve("standby.zip");
      assertThat(installation.run(settings(), "backup", standby.toString()).exitCode()).isZero();
    } finally {
      asSuperuser("alter database uru reset default_transaction_read_only");
    }
  }

  @Test
  void aFullDiskLeavesNoBackupBehind() throws Exception {
    Result result = installation.runInto(new File("/dev/full"), settings(), "backup", "-");

    assertFailed(result, FILE, "No space left on device");
  }

  @Test
  void aFileThatIsThereIsNotOverwritten() throws Exception {
    Path precious = write("precious.zip", new byte[] {1});

    assertFailed(
        installation.run(settings(), "backup", precious.toString()), FILE, "is there already");
    assertThat(precious).hasBinaryContent(new byte[] {1});
  }

  private static Result restore(Path file) throws IOException {
    return installation.run(toNewDatabase(), "restore", file.toString());
  }

  /** And the whole backup can be restored after it. */
  private static void assertRefused(Result result, int exitCode, String reason) throws IOException {
    assertFailed(result, exitCode, reason);
    assertThat(restore(backup).exitCode()).isZero();
  }

  private static void assertFailed(Result result, int exitCode, String reason) {
    assertThat(result.exitCode()).as("%s", result.lines()).isEqualTo(exitCode);
    assertThat(result.lines()).filteredOn(line -> !line.contains("is weak")).hasSize(1);
    assertThat(result.lastLine()).startsWith("SEVERE ").contains(reason);
  }

  private static Map<String, String> settings() {
    DatabaseAccess access = database.access();
    Map<String, String> settings = new HashMap<>();
    settings.put("URU_PROFILE", "development");
    settings.put("URU_DATABASE_OWNER_URL", access.url());
    settings.put("URU_DATABASE_OWNER_USER", access.owner().user());
    settings.put("URU_DATABASE_OWNER_PASSWORD", access.owner().password());
    return settings;
  }

  private static Map<String, String> toNewDatabase() {
    Map<String, String> settings = settings();
    settings.put("URU_DATABASE_OWNER_URL", urlOf(NEW_DATABASE));
    return settings;
  }

  private static String urlOf(String name) {
    String url = database.access().url();
    return url.substring(0, url.lastIndexOf('/') + 1) + name;
  }

  private static boolean connects(Map<String, String> environment) {
    try (Connection connection =
        DriverManager.getConnection(
            environment.get("URU_DATABASE_OWNER_URL"),
            environment.get("URU_DATABASE_OWNER_USER"),
            environment.get("URU_DATABASE_OWNER_PASSWORD"))) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private static Path write(String name, byte[] content) throws IOException {
    return Files.write(state.resolve(name), content);
  }

  private static int number(String url, String query) throws SQLException {
    try (Connection superuser = DriverManager.getConnection(url, "postgres", "");
        Statement statement = superuser.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getInt(1);
    }
  }

  private static void asSuperuser(String statement) throws SQLException {
    execute(urlOf("postgres"), "postgres", "", statement);
  }

  private static void asOwner(String statement) throws SQLException {
    DatabaseAccess access = database.access();
    execute(access.url(), access.owner().user(), access.owner().password(), statement);
  }

  private static void execute(String url, String user, String password, String sql)
      throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
