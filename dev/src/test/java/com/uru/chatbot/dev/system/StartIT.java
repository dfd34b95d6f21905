package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.db.DatabaseRoles;
import com.uru.chatbot.dev.faults.FaultProxy;
import com.uru.chatbot.tenant.Tenant;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** The server starts in surroundings other than those of a developer's machine. */
@ExtendWith(UruSystemExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
@Tag("faults")
class StartIT {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final UruSystem uru;

  StartIT(UruSystem uru) {
    this.uru = uru;
  }

  @AfterAll
  void startAsUsual() {
    restart(Map.of());
  }

  @Test
  void startsInATurkishLocale() {
    restart(
        Map.of(
            "JAVA_TOOL_OPTIONS", "-Duser.language=tr -Duser.country=TR", "LC_ALL", "tr_TR.UTF-8"));

    uru.newUser().get("/me").expect(200);
  }

  /**
   * Repeated, because the order in which the server sets properties differs from start to start.
   */
  @RepeatedTest(10)
  @Tag("long")
  void reachesADatabaseThatIsNotOnLocalhost() throws IOException {
    InetAddress elsewhere = InetAddress.getByName("127.0.0.2");
    try (FaultProxy database = FaultProxy.to(uru.database().port(), elsewhere)) {
      restart(
          Map.of(
              "URU_DATABASE_URL",
              "jdbc:postgresql://127.0.0.2:" + database.port() + "/" + DatabaseRoles.DATABASE));

      uru.newUser().get("/me").expect(200);
    }
  }

  @Test
  void warmsUpBeforeItIsReadyAndLeavesNothing() {
    uru.forgetUpstreamRequests();
    long generations = generationsEver();

    restart(Map.of("URU_WARM_UP", "true"));

    assertThat(uru.visitor().get("//health/ready").expect(200).body()).contains("warm-up");
    assertThat(uru.log()).doesNotContain("warm-up has ended early");
    Eventually.within(LIMIT, "generations", () -> generationsEver() > generations);
    Eventually.within(LIMIT, "nothing is left", () -> tablesOfTheWarmUp().isEmpty());
    assertThat(uru.metrics())
        .containsPattern("(?m)^uru_answers_total\\{[^}]*status=\"completed\"[^}]*} 0(\\.0)?$");
    assertThat(uru.upstreamCalls()).as("questions to the provider").isEmpty();
  }

  /** How many generations were ever stored, also those that are deleted by now. */
  private long generationsEver() {
    return uru.select(
            "select n_tup_ins from pg_stat_user_tables where relname = 'generations'",
            row -> row.getLong(1))
        .get(0);
  }

  /**
   * The tables that hold a row of the tenant of the warm-up, beside the one that it has by itself.
   */
  private List<String> tablesOfTheWarmUp() {
    return uru.select(
        """
        with tables as materialized (
          select table_name from information_schema.columns
          where table_schema = current_schema and column_name = 'tenant_id' and table_name <> 'tenants')
        select table_name from tables
        where xpath_exists('/table/row', query_to_xml(format(
            'select from %I where tenant_id = %L limit 1', table_name, ?), false, false, ''))
        """,
        row -> row.getString(1), Tenant.WARM_UP_ID.toString());
  }

  private void restart(Map<String, String> environment) {
    uru.killServer();
    uru.startServer(environment);
  }
}
