package com.uru.chatbot.web.generations;

import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessageProblem;
import com.uru.chatbot.conversation.MessageStatus;
import com.uru.chatbot.generation.EventPosition;
import com.uru.chatbot.generation.Generation;
import com.uru.chatbot.generation.GenerationEvent;
import com.uru.chatbot.generation.GenerationFeed;
import com.uru.chatbot.generation.GenerationService;
import com.uru.chatbot.generation.StreamThreads;
import com.uru.chatbot.identity.CallerVerifier;
import com.uru.chatbot.tenant.Caller;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Connects readers to generations. A reader has a place in the text, nothing else: a slow one costs
 * no memory, a dead one ends with its socket, and neither is felt by the generation.
 */
@ApplicationScoped
@SuppressWarnings("NullAway.Init")
public class GenerationStreams {
  private static final Logger LOGGER = System.getLogger(GenerationStreams.class.getName());

  /** How long a refusal by the provider may take and still be answered as a plain HTTP problem. */
  private static final Duration COMMIT_DELAY = Duration.ofMillis(300);

  /** How often the sessions of all readers are checked. */
  private static final long SESSION_CHECK_MILLIS = 2_000;

  /** How often somebody looks which readers have heard nothing for too long. */
  private static final long LOOK_MILLIS = 250;

  private GenerationService generations;
  private StreamThreads threads;
  private EventWriter writer;
  private final Map<EventDelivery, Caller> deliveries = new ConcurrentHashMap<>();
  private CallerVerifier callers;
  private @Nullable ScheduledFuture<?> looks;
  private @Nullable ScheduledFuture<?> sessionChecks;

  @Resource private ManagedScheduledExecutorService scheduler;

  /** For the container's proxy. */
  protected GenerationStreams() {}

  @Inject
  public GenerationStreams(
      GenerationService generations, StreamThreads threads, CallerVerifier callers) {
    this.generations = generations;
    this.threads = threads;
    this.callers = callers;
    this.writer = new EventWriter();
  }

  @PostConstruct
  void start() {
    looks =
        scheduler.scheduleAtFixedRate(
            () -> deliveries.keySet().forEach(EventDelivery::wakeIfIdle),
            LOOK_MILLIS,
            LOOK_MILLIS,
            TimeUnit.MILLISECONDS);
    sessionChecks =
        scheduler.scheduleWithFixedDelay(
            this::endThoseOfEndedSessions,
            SESSION_CHECK_MILLIS,
            SESSION_CHECK_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  @PreDestroy
  void stop() {
    if (looks != null) {
      looks.cancel(false);
    }
    if (sessionChecks != null) {
      sessionChecks.cancel(false);
    }
  }

  private void endThoseOfEndedSessions() {
    if (deliveries.isEmpty()) {
      return;
    }
    try {
      Set<Caller> signedOut = callers.signedOut(deliveries.values());
      deliveries.forEach(
          (delivery, caller) -> {
            if (signedOut.contains(caller)) {
              delivery.end();
            }
          });
    } catch (Exception e) {
      // An exception would end the checks; the next one asks the database again.
      LOGGER.log(Level.DEBUG, "The sessions of the readers were not checked", e);
    }
  }

  /** The open response of one reader. */
  record Socket(HttpServletResponse response, SseEventSink sink, Sse sse) {}

  /** Starts a generation and streams it from its beginning. */
  void stream(Caller caller, Supplier<Generation> start, Socket socket) {
    StreamThreads.Slot slot = threads.reserve(caller);
    try {
      UUID id = start.get().id();
      GenerationFeed feed = generations.follow(caller, id);
      refuseIfFailedAtOnce(id, feed);
      deliver(caller, feed, EventPosition.START, socket, slot);
    } catch (Exception refused) {
      slot.release();
      throw refused;
    }
  }

  /** Streams what a reader does not have yet. */
  void resume(Caller caller, UUID id, EventPosition position, Socket socket) {
    StreamThreads.Slot slot = threads.reserve(caller);
    try {
      deliver(caller, generations.follow(caller, id), position, socket, slot);
    } catch (Exception refused) {
      slot.release();
      throw refused;
    }
  }

  private void deliver(
      Caller caller,
      GenerationFeed feed,
      EventPosition position,
      Socket socket,
      StreamThreads.Slot slot) {
    // Proxies that compress or buffer would hold back each event until the next one.
    socket.response().setHeader("Cache-Control", "no-store, no-transform");
    socket.response().setHeader("X-Accel-Buffering", "no");
    EventDelivery delivery =
        new EventDelivery(
            feed,
            position,
            socket,
            writer,
            threads.deliveries(),
            over -> {
              deliveries.remove(over);
              slot.release();
            });
    deliveries.put(delivery, caller);
    delivery.begin();
  }

  private static void refuseIfFailedAtOnce(UUID id, GenerationFeed feed) {
    for (GenerationEvent event : firstEvents(feed)) {
      if (event instanceof GenerationEvent.Ended ended) {
        refuseIfFailed(id, ended.message());
      }
    }
  }

  private static List<GenerationEvent> firstEvents(GenerationFeed feed) {
    try {
      return feed.after(EventPosition.AFTER_STARTED, COMMIT_DELAY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private static void refuseIfFailed(UUID id, Message answer) {
    MessageProblem problem = answer.problem();
    if (answer.status() != MessageStatus.FAILED || problem == null || !answer.text().isEmpty()) {
      return;
    }
    throw problem.toException("generationId", id.toString());
  }
}
