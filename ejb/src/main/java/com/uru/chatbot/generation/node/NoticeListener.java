package com.uru.chatbot.generation.node;

import com.uru.chatbot.generation.node.NoticeConnection.Received;
import com.uru.chatbot.generation.running.ActiveGenerations;
import com.uru.chatbot.generation.store.DedicatedConnections;
import com.uru.chatbot.userevent.UserEvents;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Receives the notices of the database about what any node has written, wakes the readers that wait
 * for it, and stops what was stopped through another node. Without notices the same happens later:
 * readers poll, and every flush of the journal asks for stops.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
@SuppressWarnings("NullAway.Init")
public class NoticeListener {
  private static final Logger LOGGER = System.getLogger(NoticeListener.class.getName());
  private static final String APPLICATION_NAME = "uru-notices";
  private static final Duration AWAIT_TIMEOUT = Duration.ofSeconds(10);
  private static final long MIN_DELAY_MILLIS = 250;
  private static final long MAX_DELAY_MILLIS = 5_000;

  @Resource private ManagedThreadFactory threadFactory;

  private DedicatedConnections connections;
  private GenerationNotices notices;
  private ActiveGenerations activeGenerations;
  private UserEvents userEvents;
  private Thread thread;
  private volatile @Nullable NoticeConnection connection;
  private volatile boolean stopped;

  /** For the container's proxy. */
  protected NoticeListener() {}

  @Inject
  public NoticeListener(
      DedicatedConnections connections,
      GenerationNotices notices,
      ActiveGenerations activeGenerations,
      UserEvents userEvents) {
    this.connections = connections;
    this.notices = notices;
    this.activeGenerations = activeGenerations;
    this.userEvents = userEvents;
  }

  @PostConstruct
  void start() {
    startThread(threadFactory);
  }

  void startThread(ThreadFactory factory) {
    thread = factory.newThread(this::listen);
    thread.start();
  }

  @PreDestroy
  void stop() {
    stopped = true;
    thread.interrupt();
    NoticeConnection open = connection;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        LOGGER.log(Level.DEBUG, "The connection for notices was gone already", e);
      }
    }
  }

  private void listen() {
    long delay = MIN_DELAY_MILLIS;
    boolean failing = false;
    while (!stopped) {
      try (NoticeConnection opened = new NoticeConnection(connections.open(APPLICATION_NAME))) {
        connection = opened;
        if (failing) {
          LOGGER.log(Level.INFO, "Notices from the database are heard again");
        }
        failing = false;
        delay = MIN_DELAY_MILLIS;
        notices.setConnected(true);
        userEvents.publishMissed();
        while (!stopped) {
          deliver(opened.await(AWAIT_TIMEOUT));
        }
      } catch (SQLException | RuntimeException e) {
        notices.setConnected(false);
        if (!failing && !stopped) {
          failing = true;
          LOGGER.log(
              Level.WARNING,
              "No notices from the database; answers of other nodes are polled until it is back: {0}",
              e.getMessage());
        }
        sleep(delay);
        delay = Math.min(delay * 2, MAX_DELAY_MILLIS);
      }
    }
  }

  private void deliver(Received received) {
    notices.publish(received.changed());
    received
        .userEvents()
        .forEach(notice -> userEvents.publish(notice.tenantId(), notice.userId(), notice.event()));
    // A notice has no content: the flush of the journal returns what was seen of each answer.
    activeGenerations.requestStops(received.stops());
  }

  private void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      stopped = true;
      Thread.currentThread().interrupt();
    }
  }
}
