package com.uru.chatbot.db;

import static com.uru.chatbot.db.TestDatabase.rows;
import static com.uru.chatbot.db.TestDatabase.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Five an hour, whatever is counted, by however many nodes. */
@SuppressWarnings("NullAway.Init")
class RateLimitsTest {
  private static final int LIMIT = 5;
  private static final double PERIOD = 3600;

  private static TestDatabase database;
  private static Life life;
  private byte[] subject;

  @BeforeAll
  static void begin() throws IOException, SQLException {
    database = new TestDatabase();
    database.migrate();
    try (Connection owner = database.owner()) {
      life = Life.begin(owner, UUID.randomUUID(), "user-" + UUID.randomUUID());
    }
  }

  @AfterAll
  static void end() throws IOException {
    database.close();
  }

  @BeforeEach
  void chooseSubject() {
    subject = newSubject();
  }

  @Test
  void countsUntilTheLimitAndThenTellsHowLongToWait() throws SQLException {
    for (int i = 0; i < LIMIT; i++) {
      assertThat(use()).isZero();
    }

    assertThat(use()).isBetween(PERIOD / LIMIT - 60, PERIOD / LIMIT);
  }

  @Test
  void givesOneBackAsTimePasses() throws SQLException {
    exhaust();
    letPass(PERIOD / LIMIT);

    assertThat(use()).isZero();
    assertThat(use()).isPositive();
  }

  @Test
  void gathersNoMoreThanTheLimitHoweverLongNothingHappens() throws SQLException {
    exhaust();
    letPass(PERIOD * 100);

    exhaust();

    assertThat(use()).isPositive();
  }

  @Test
  void doesNotCountWhatWasRefused() throws SQLException {
    exhaust();
    double wait = use();
    use();

    assertThat(use()).isLessThanOrEqualTo(wait);
  }

  @Test
  void doesNotCountWhatWasRolledBack() throws SQLException {
    for (int i = 0; i < LIMIT + 1; i++) {
      try (Connection node = database.application(life.tenant(), life.user())) {
        assertThat(use(node)).isZero();
        node.rollback();
      }
    }
  }

  @Test
  void countsSubjectsApart() throws SQLException {
    exhaust();
    subject = newSubject();

    assertThat(use()).isZero();
  }

  @Test
  void countsWhatComesAtTheSameTimeThroughManyNodes() throws Exception {
    ExecutorService nodes = Executors.newFixedThreadPool(10);
    try {
      List<Callable<Double>> uses = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        uses.add(this::use);
      }
      int admitted = 0;
      for (Future<Double> wait : nodes.invokeAll(uses)) {
        admitted += wait.get() == 0 ? 1 : 0;
      }

      assertThat(admitted).isEqualTo(LIMIT);
    } finally {
      nodes.shutdownNow();
    }
  }

  @Test
  void countsNothingForAnotherTenant() throws SQLException {
    try (Connection stranger = database.application(UUID.randomUUID(), UUID.randomUUID())) {
      assertThatThrownBy(() -> use(stranger)).hasMessageContaining("row-level security");
    }
  }

  private void exhaust() throws SQLException {
    for (int i = 0; i < LIMIT; i++) {
      assertThat(use()).isZero();
    }
  }

  private double use() throws SQLException {
    try (Connection node = database.application(life.tenant(), life.user())) {
      double wait = use(node);
      node.commit();
      return wait;
    }
  }

  private double use(Connection node) throws SQLException {
    return ((Number)
            rows(
                    node,
                    "select count_use(?, ?, ?, ?)",
                    life.tenant(),
                    subject,
                    PERIOD / LIMIT,
                    PERIOD)
                .get(0))
        .doubleValue();
  }

  private void letPass(double seconds) throws SQLException {
    try (Connection owner = database.owner()) {
      update(
          owner,
          "update rate_limits set used_until = used_until - make_interval(secs => ?)"
              + " where tenant_id = ? and subject = ?",
          seconds,
          life.tenant(),
          subject);
    }
  }

  private static byte[] newSubject() {
    UUID id = UUID.randomUUID();
    return ByteBuffer.allocate(32)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }
}
