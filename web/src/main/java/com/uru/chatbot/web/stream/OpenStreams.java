package com.uru.chatbot.web.stream;

import com.uru.chatbot.identity.session.CallerVerifier;
import com.uru.chatbot.tenant.Caller;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Wakes all event streams of this node regularly, and ends those whose session has ended. There is
 * no timer while there is no stream.
 */
@ApplicationScoped
@SuppressWarnings("NullAway.Init")
public class OpenStreams {
  private static final Logger LOGGER = System.getLogger(OpenStreams.class.getName());

  /** How often the sessions of all readers are checked. */
  private static final long SESSION_CHECK_MILLIS = 2_000;

  private static final long WAKE_MILLIS = 250;

  /** One for the wakes, which a slow database must not delay, and one for the session checks. */
  private static final int THREADS = 2;

  private final Map<OpenStream, Caller> streams = new ConcurrentHashMap<>();
  private CallerVerifier callers;
  private @Nullable ScheduledFuture<?> wakes;
  private @Nullable ScheduledFuture<?> sessionChecks;

  @Resource private ManagedThreadFactory threadFactory;

  /**
   * A plain executor with threads of the container: a managed one sets up its context anew for each
   * run, four times a second.
   */
  private ScheduledThreadPoolExecutor scheduler;

  /** For the container's proxy. */
  protected OpenStreams() {}

  @Inject
  public OpenStreams(CallerVerifier callers) {
    this.callers = callers;
  }

  @PostConstruct
  void start() {
    scheduler = new ScheduledThreadPoolExecutor(THREADS, threadFactory);
    scheduler.setRemoveOnCancelPolicy(true);
  }

  @PreDestroy
  void stop() {
    scheduler.shutdownNow();
  }

  private void startTimers() {
    wakes =
        scheduler.scheduleAtFixedRate(
            () -> streams.keySet().forEach(OpenStream::wakeIfDue),
            WAKE_MILLIS,
            WAKE_MILLIS,
            TimeUnit.MILLISECONDS);
    sessionChecks =
        scheduler.scheduleWithFixedDelay(
            this::endThoseOfEndedSessions,
            SESSION_CHECK_MILLIS,
            SESSION_CHECK_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  private void stopTimers() {
    if (wakes != null) {
      wakes.cancel(false);
    }
    if (sessionChecks != null) {
      sessionChecks.cancel(false);
    }
  }

  /** Adds a stream, to be removed when it is closed. */
  public synchronized void add(OpenStream stream, Caller reader) {
    if (streams.isEmpty()) {
      startTimers();
    }
    streams.put(stream, reader);
  }

  /** Removes a stream; does nothing if it is not there. */
  public synchronized void remove(OpenStream stream) {
    if (streams.remove(stream) != null && streams.isEmpty()) {
      stopTimers();
    }
  }

  private void endThoseOfEndedSessions() {
    try {
      Set<Caller> signedOut = callers.signedOut(streams.values());
      streams.forEach(
          (stream, reader) -> {
            if (signedOut.contains(reader)) {
              stream.endOfSession();
            }
          });
    } catch (Exception e) {
      // An exception would end the checks; the next one asks the database again.
      LOGGER.log(Level.DEBUG, "The sessions of the readers were not checked", e);
    }
  }
}
