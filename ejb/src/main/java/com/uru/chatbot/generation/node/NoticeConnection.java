package com.uru.chatbot.generation.node;

import com.uru.chatbot.userevent.UserEventNotice;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * A connection of its own that hears what the transactions of all nodes tell about generations.
 * JDBC has no notices, so this is the driver's API.
 */
final class NoticeConnection implements AutoCloseable {
  private static final String NEWS = "uru_generation_news";
  private static final String STOPS = "uru_generation_stops";
  private static final String USER_EVENTS = "uru_user_events";
  private static final int VALIDATION_SECONDS = 6;

  private final Connection connection;
  private final PGConnection notices;

  /**
   * What came in together; a notice may be about generations of any tenant.
   *
   * @param changed generations with new text, or an end
   * @param stops generations for which a stop was requested
   * @param userEvents what has changed for users, in the order of the commits
   */
  record Received(Set<UUID> changed, Set<UUID> stops, List<UserEventNotice> userEvents) {}

  /**
   * Begins to listen; closes the connection if that fails.
   *
   * @throws SQLException if the database is away or refuses
   */
  NoticeConnection(Connection connection) throws SQLException {
    this.connection = connection;
    notices = connection.unwrap(PGConnection.class);
    try (Statement listen = connection.createStatement()) {
      listen.execute("listen " + NEWS);
      listen.execute("listen " + STOPS);
      listen.execute("listen " + USER_EVENTS);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * Blocks until a notice is received or the time is over. If none was received, a query tests the
   * connection: a connection that is lost receives nothing either.
   *
   * @throws SQLException if the connection is lost
   */
  Received await(Duration limit) throws SQLException {
    PGNotification[] received = notices.getNotifications((int) limit.toMillis());
    if (received.length == 0 && !connection.isValid(VALIDATION_SECONDS)) {
      throw new SQLException("The connection for notices does not answer");
    }
    Set<UUID> changed = new HashSet<>();
    Set<UUID> stops = new HashSet<>();
    List<UserEventNotice> userEvents = new ArrayList<>();
    for (PGNotification notice : received) {
      switch (notice.getName()) {
        case USER_EVENTS -> UserEventNotice.parse(notice.getParameter()).ifPresent(userEvents::add);
        case STOPS -> addIds(notice, stops);
        default -> addIds(notice, changed);
      }
    }
    return new Received(changed, stops, userEvents);
  }

  private static void addIds(PGNotification notice, Set<UUID> ids) {
    Arrays.stream(notice.getParameter().split(",")).map(UUID::fromString).forEach(ids::add);
  }

  /** Ends it, also under a thread that waits. */
  @Override
  public void close() throws SQLException {
    connection.abort(Runnable::run);
  }
}
