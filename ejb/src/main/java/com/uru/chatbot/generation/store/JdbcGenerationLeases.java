package com.uru.chatbot.generation.store;

import com.uru.chatbot.generation.event.EntryKind;
import com.uru.chatbot.generation.running.ActiveGeneration;
import com.uru.chatbot.generation.running.JournalPiece;
import com.uru.chatbot.generation.running.StopRequest;
import com.uru.chatbot.tenant.Caller;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObjectBuilder;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The journal and the leases in PostgreSQL, on a connection of its own: the flush is most of what a
 * single stream costs, and through the pool, a container transaction and JPA it costs three times
 * as much. One call at a time.
 */
@ApplicationScoped
public class JdbcGenerationLeases implements GenerationLeases {
  /** How long a node may be silent before its generations count as interrupted. */
  static final int LEASE_SECONDS = 10;

  private static final Logger LOGGER = System.getLogger(JdbcGenerationLeases.class.getName());
  private static final String APPLICATION_NAME = "uru-journal";

  /**
   * Failures that another connection would not cure: a statement or a lock took too long, or the
   * transaction was rolled back for the sake of another one (SQL states, or their classes).
   */
  private static final List<String> FAILURES_OF_STATEMENTS = List.of("57014", "55P03", "40");

  /** Kept: each call of the {@link Json} methods looks for the provider in all archives. */
  private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());

  private DedicatedConnections connections;
  private @Nullable Connection connection;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected JdbcGenerationLeases() {}

  @Inject
  public JdbcGenerationLeases(DedicatedConnections connections) {
    this.connections = connections;
  }

  /**
   * Statements that can be repeated on another connection.
   *
   * @param <T> its result
   */
  @FunctionalInterface
  private interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  @Override
  public List<StopRequest> flush(
      UUID node, Collection<ActiveGeneration> running, List<JournalPiece> pieces) {
    String runningJson = runningJson(running).toString();
    String piecesJson = piecesJson(pieces).toString();
    return run(opened -> flush(opened, node, runningJson, piecesJson));
  }

  private static List<StopRequest> flush(
      Connection connection, UUID node, String running, String pieces) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select generation_id, seen_length from"
                + " flush_generation_journal(?, ?, cast(? as jsonb), cast(? as jsonb))")) {
      statement.setObject(1, node);
      statement.setInt(2, LEASE_SECONDS);
      statement.setString(3, running);
      statement.setString(4, pieces);
      List<StopRequest> stops = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          stops.add(
              new StopRequest(rows.getObject(1, UUID.class), rows.getObject(2, Integer.class)));
        }
      }
      return stops;
    }
  }

  private static JsonArray runningJson(Collection<ActiveGeneration> running) {
    JsonArrayBuilder json = JSON.createArrayBuilder();
    running.forEach(
        generation ->
            json.add(
                JSON.createObjectBuilder()
                    .add("tenant_id", generation.caller().tenantId().toString())
                    .add("generation_id", generation.generation().id().toString())));
    return json.build();
  }

  private static JsonArray piecesJson(List<JournalPiece> pieces) {
    JsonArrayBuilder json = JSON.createArrayBuilder();
    pieces.forEach(piece -> json.add(pieceJson(piece)));
    return json.build();
  }

  /** Servers of an older version read only {@code text}, and take it for text of the answer. */
  private static JsonObjectBuilder pieceJson(JournalPiece piece) {
    return JSON.createObjectBuilder()
        .add("tenant_id", piece.tenantId().toString())
        .add("generation_id", piece.generationId().toString())
        .add("position", piece.position())
        .add("entry", piece.entry())
        .add("kind", piece.kind().wireName())
        .add(piece.kind() == EntryKind.TEXT ? "text" : "content", piece.content());
  }

  @Override
  public List<Expired> expired() {
    return run(JdbcGenerationLeases::expired);
  }

  private static List<Expired> expired(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement(
                "select tenant_id, owner_id, generation_id from expired_generations()");
        ResultSet rows = statement.executeQuery()) {
      List<Expired> expired = new ArrayList<>();
      while (rows.next()) {
        Caller owner =
            Caller.onBehalfOf(rows.getObject(1, UUID.class), rows.getObject(2, UUID.class));
        expired.add(new Expired(owner, rows.getObject(3, UUID.class)));
      }
      return expired;
    }
  }

  /** Runs the work, once more on a new connection if the idle one turns out to be lost. */
  private synchronized <T> T run(Work<T> work) {
    boolean mayBeDead = connection != null;
    try {
      return runOnce(work);
    } catch (SQLException e) {
      if (mayBeDead && connection == null) {
        return runOnNewConnection(work);
      }
      throw failure(e);
    }
  }

  private <T> T runOnNewConnection(Work<T> work) {
    try {
      return runOnce(work);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private <T> T runOnce(Work<T> work) throws SQLException {
    if (connection == null) {
      connection = connections.open(APPLICATION_NAME);
    }
    try {
      return work.on(connection);
    } catch (SQLException e) {
      if (!isFailureOfStatement(e)) {
        close();
      }
      throw e;
    } catch (RuntimeException | Error e) {
      // The protocol may have stopped in the middle of a message.
      close();
      throw e;
    }
  }

  private static boolean isFailureOfStatement(SQLException failure) {
    String state = failure.getSQLState();
    return state != null && FAILURES_OF_STATEMENTS.stream().anyMatch(state::startsWith);
  }

  private static IllegalStateException failure(SQLException cause) {
    return new IllegalStateException("The database did not take the journal", cause);
  }

  @PreDestroy
  synchronized void close() {
    if (connection == null) {
      return;
    }
    try {
      connection.close();
    } catch (SQLException e) {
      LOGGER.log(Level.DEBUG, "The connection of the journal was gone already", e);
    }
    connection = null;
  }
}
