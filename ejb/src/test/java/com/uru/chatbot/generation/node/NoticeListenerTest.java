package com.uru.chatbot.generation.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.generation.Fixtures;
import com.uru.chatbot.generation.running.ActiveGeneration;
import com.uru.chatbot.generation.running.ActiveGenerations;
import com.uru.chatbot.generation.store.DedicatedConnections;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.userevent.UserEvent;
import com.uru.chatbot.userevent.UserEvents;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

@Timeout(20)
class NoticeListenerTest {
  private static final UUID TENANT = UUID.randomUUID();
  private static final UUID USER = UUID.randomUUID();

  private final GenerationNotices notices = new GenerationNotices();
  private final ActiveGenerations active = new ActiveGenerations();
  private final UserEvents userEvents = new UserEvents();
  private final Database database = new Database();
  private final NoticeListener listener = new NoticeListener(database, notices, active, userEvents);

  /** A database that gives what is put into the queue; nothing means that the connection breaks. */
  private static final class Database extends DedicatedConnections {
    private final BlockingQueue<List<PGNotification>> received = new LinkedBlockingQueue<>();
    private final AtomicInteger opened = new AtomicInteger();

    Database() {
      super("jdbc:postgresql:unused", "unused", Optional.empty());
    }

    void tells(String channel, String text) {
      received.add(List.of(new Notice(channel, text)));
    }

    void breaks() {
      received.add(List.of());
    }

    @Override
    public Connection open(String applicationName) {
      opened.incrementAndGet();
      PGConnection notifications =
          proxy(PGConnection.class, Map.of("getNotifications", this::next));
      return proxy(
          Connection.class,
          Map.of(
              "unwrap", () -> notifications,
              "createStatement", () -> proxy(Statement.class, Map.of()),
              "isValid", () -> false));
    }

    private PGNotification[] next() throws InterruptedException {
      return received.take().toArray(PGNotification[]::new);
    }
  }

  private record Notice(String getName, String getParameter) implements PGNotification {
    @Override
    public int getPID() {
      return 1;
    }
  }

  @FunctionalInterface
  private interface Method {
    Object call() throws InterruptedException, SQLException;
  }

  /** Returns an object whose other methods do nothing. */
  private static <T> T proxy(Class<T> type, Map<String, Method> methods) {
    Object made =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, called, arguments) -> {
              Method method = methods.get(called.getName());
              if (method != null) {
                return method.call();
              }
              return called.getReturnType() == boolean.class ? Boolean.FALSE : null;
            });
    return type.cast(made);
  }

  @AfterEach
  void stop() {
    listener.stop();
  }

  @Test
  void wakesTheReadersOfWhatHasChanged() throws InterruptedException {
    UUID generation = UUID.randomUUID();
    BlockingQueue<UUID> woken = new LinkedBlockingQueue<>();
    listener.startThread(Thread::new);
    awaitConnection();
    notices.subscribe(UUID.randomUUID(), () -> woken.add(TENANT));
    notices.subscribe(generation, () -> woken.add(generation));

    database.tells("uru_generation_news", UUID.randomUUID() + "," + generation);

    assertThat(woken.take()).isEqualTo(generation);
    assertThat(woken).isEmpty();
  }

  @Test
  void hasTheJournalAskForStops() throws InterruptedException {
    ActiveGeneration generation = Fixtures.activeGeneration();
    active.add(generation);
    BlockingQueue<String> flushes = new LinkedBlockingQueue<>();
    active.onChange(() -> flushes.add("flush"));
    listener.startThread(Thread::new);

    database.tells("uru_generation_stops", generation.generation().id().toString());

    assertThat(flushes.poll(10, TimeUnit.SECONDS)).isEqualTo("flush");
  }

  @Test
  void passesOnTheEventsOfUsers() throws InterruptedException {
    BlockingQueue<UserEvent> events = new LinkedBlockingQueue<>();
    UUID conversation = UUID.randomUUID();
    listener.startThread(Thread::new);
    userEvents.subscribe(Caller.onBehalfOf(TENANT, USER), events::add);

    database.tells("uru_user_events", "of a later version " + conversation);
    database.tells("uru_user_events", "deleted " + TENANT + " " + USER + " " + conversation);

    assertThat(nextBut(new UserEvent.EventsMissed(), events))
        .isEqualTo(new UserEvent.ConversationDeleted(conversation));
  }

  @Test
  void saysThatEventsMayBeMissedAfterItsConnectionWasLost() throws InterruptedException {
    BlockingQueue<UserEvent> events = new LinkedBlockingQueue<>();
    UUID conversation = UUID.randomUUID();
    listener.startThread(Thread::new);
    userEvents.subscribe(Caller.onBehalfOf(TENANT, USER), events::add);
    database.tells("uru_user_events", "deleted " + TENANT + " " + USER + " " + conversation);
    nextBut(new UserEvent.EventsMissed(), events);

    database.breaks();

    assertThat(events.take()).isEqualTo(new UserEvent.EventsMissed());
    assertThat(database.opened).hasValue(2);
  }

  /** A listener that has passed on an event has told before that it is connected. */
  private void awaitConnection() throws InterruptedException {
    BlockingQueue<UserEvent> events = new LinkedBlockingQueue<>();
    userEvents.subscribe(Caller.onBehalfOf(TENANT, USER), events::add);
    database.tells("uru_user_events", "many " + TENANT + " " + USER);
    events.take();
  }

  private static UserEvent nextBut(UserEvent ignored, BlockingQueue<UserEvent> events)
      throws InterruptedException {
    UserEvent event = events.take();
    while (event.equals(ignored)) {
      event = events.take();
    }
    return event;
  }
}
