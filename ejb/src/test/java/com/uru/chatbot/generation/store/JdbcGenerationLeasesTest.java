package com.uru.chatbot.generation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.uru.chatbot.generation.Fixtures;
import com.uru.chatbot.generation.event.EntryKind;
import com.uru.chatbot.generation.running.ActiveGeneration;
import com.uru.chatbot.generation.running.JournalPiece;
import com.uru.chatbot.generation.running.StopRequest;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How the journal uses its connection; what the functions in the database do is tested there. */
class JdbcGenerationLeasesTest {
  private static final UUID NODE = UUID.randomUUID();

  /** What one statement after the other does: returns these rows, or throws. */
  private final Deque<Object> outcomes = new ArrayDeque<>();

  private final Map<Integer, Object> parameters = new HashMap<>();
  private int opened;
  private int closed;
  private boolean databaseIsAway;

  private final JdbcGenerationLeases leases =
      new JdbcGenerationLeases(
          new DedicatedConnections("jdbc:postgresql://localhost/none", "none", Optional.empty()) {
            @Override
            public Connection open(String applicationName) throws SQLException {
              if (databaseIsAway) {
                throw new SQLException("away", "08001");
              }
              opened++;
              return connection();
            }
          });

  private final ActiveGeneration generation = Fixtures.activeGeneration();

  private Connection connection() {
    return fake(
        Connection.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "prepareStatement" -> statement();
              case "close" -> closed++;
              default -> throw new UnsupportedOperationException(method.getName());
            });
  }

  private PreparedStatement statement() {
    return fake(
        PreparedStatement.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "setObject", "setInt", "setString" ->
                  parameters.put((Integer) arguments[0], arguments[1]);
              case "executeQuery" -> rows(outcomes.remove());
              case "close" -> null;
              default -> throw new UnsupportedOperationException(method.getName());
            });
  }

  private static ResultSet rows(Object outcome) throws Exception {
    if (outcome instanceof Exception failure) {
      throw failure;
    }
    Deque<Object[]> rows = new ArrayDeque<>(List.of((Object[][]) outcome));
    List<Object[]> current = new ArrayList<>();
    return fake(
        ResultSet.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "next" -> {
                current.clear();
                if (!rows.isEmpty()) {
                  current.add(rows.remove());
                }
                yield !current.isEmpty();
              }
              case "getObject" -> current.get(0)[(Integer) arguments[0] - 1];
              case "close" -> null;
              default -> throw new UnsupportedOperationException(method.getName());
            });
  }

  private static <T> T fake(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private void returns(Object[]... rows) {
    outcomes.add(rows);
  }

  private List<StopRequest> flush() {
    return leases.flush(NODE, List.of(generation), List.of());
  }

  @Test
  void passesAllGenerationsAndPiecesInOneStatement() {
    UUID id = generation.generation().id();
    returns(new Object[] {id, 12}, new Object[] {NODE, null});
    JournalPiece text = new JournalPiece(NODE, id, 1, EntryKind.TEXT, 2, "Hi");
    JournalPiece thought = new JournalPiece(NODE, id, 2, EntryKind.REASONING, 4, "Hm");

    List<StopRequest> stops = leases.flush(NODE, List.of(generation), List.of(text, thought));

    assertThat(stops).containsExactly(new StopRequest(id, 12), new StopRequest(NODE, null));
    assertThat(parameters).containsEntry(1, NODE);
    assertThat(parameters).containsEntry(2, JdbcGenerationLeases.LEASE_SECONDS);
    assertThat(parameters.get(3)).asString().contains(id.toString());
    assertThat(parameters.get(4))
        .asString()
        .contains("\"position\":2", "\"text\":\"Hi\"", "\"content\":\"Hm\"");
  }

  @Test
  void tellsWhoseLeasesHaveRunOut() {
    UUID tenant = UUID.randomUUID();
    UUID owner = UUID.randomUUID();
    returns(new Object[] {tenant, owner, NODE});

    List<GenerationLeases.Expired> expired = leases.expired();

    assertThat(expired).extracting(GenerationLeases.Expired::generationId).containsExactly(NODE);
    assertThat(expired.get(0).owner().tenantId()).isEqualTo(tenant);
    assertThat(expired.get(0).owner().userId()).isEqualTo(owner);
  }

  @Test
  void usesOneConnectionForAllFlushes() {
    returns();
    returns();

    flush();
    flush();

    assertThat(opened).isEqualTo(1);
  }

  @Test
  void repeatsAFlushOnANewConnectionIfTheIdleOneIsLost() {
    returns();
    flush();
    outcomes.add(new SQLException("connection reset", "08006"));
    returns(new Object[] {NODE, null});

    assertThat(flush()).hasSize(1);
    assertThat(opened).isEqualTo(2);
    assertThat(closed).isEqualTo(1);
  }

  @Test
  void failsIfANewConnectionIsLostToo() {
    outcomes.add(new SQLException("connection reset", "08006"));

    assertThatThrownBy(this::flush).isInstanceOf(IllegalStateException.class);
    assertThat(closed).isEqualTo(1);
  }

  @Test
  void failsWhileTheDatabaseIsAwayAndGoesOnAfterwards() {
    databaseIsAway = true;
    assertThatThrownBy(this::flush).isInstanceOf(IllegalStateException.class);

    databaseIsAway = false;
    returns();

    assertThat(flush()).isEmpty();
  }

  @Test
  void keepsTheConnectionOfAStatementThatTookTooLong() {
    returns();
    flush();
    outcomes.add(new SQLException("canceling statement", "57014"));

    assertThatThrownBy(this::flush).isInstanceOf(IllegalStateException.class);

    returns();
    flush();
    assertThat(opened).isEqualTo(1);
  }

  @Test
  void closesAConnectionWhoseProtocolMayBeBroken() {
    outcomes.add(new IllegalStateException("bug of the driver"));
    assertThatThrownBy(this::flush).hasMessage("bug of the driver");

    returns();
    flush();

    assertThat(closed).isEqualTo(1);
    assertThat(opened).isEqualTo(2);
  }
}
