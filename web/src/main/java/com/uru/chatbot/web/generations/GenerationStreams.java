package com.uru.chatbot.web.generations;

import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessageProblem;
import com.uru.chatbot.conversation.MessageStatus;
import com.uru.chatbot.generation.GenerationService;
import com.uru.chatbot.generation.capacity.StreamExecutors;
import com.uru.chatbot.generation.capacity.StreamLimits;
import com.uru.chatbot.generation.capacity.StreamPermit;
import com.uru.chatbot.generation.event.EventPosition;
import com.uru.chatbot.generation.event.Generation;
import com.uru.chatbot.generation.event.GenerationEvent;
import com.uru.chatbot.generation.event.GenerationFeed;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.web.stream.EventSocket;
import com.uru.chatbot.web.stream.OpenStreams;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Connects readers to generations. A reader has a place in the text, nothing else: a slow one costs
 * no memory, a dead one ends with its socket, and neither is felt by the generation.
 */
@ApplicationScoped
@SuppressWarnings("NullAway.Init")
public class GenerationStreams {
  /** How long a refusal by the provider may take and still be answered as a plain HTTP problem. */
  private static final Duration COMMIT_DELAY = Duration.ofMillis(300);

  private GenerationService generations;
  private StreamLimits limits;
  private StreamExecutors executors;
  private EventWriter writer;
  private OpenStreams openStreams;

  /** For the container's proxy. */
  protected GenerationStreams() {}

  @Inject
  public GenerationStreams(
      GenerationService generations,
      StreamLimits limits,
      StreamExecutors executors,
      OpenStreams openStreams) {
    this.generations = generations;
    this.limits = limits;
    this.executors = executors;
    this.openStreams = openStreams;
    this.writer = new EventWriter();
  }

  /** Starts a generation and streams it from its beginning. */
  void stream(Caller caller, Supplier<Generation> start, EventSocket socket) {
    StreamPermit permit = limits.acquire(caller);
    try {
      UUID id = start.get().id();
      GenerationFeed feed = generations.follow(caller, id);
      refuseIfFailedAtOnce(id, feed);
      deliver(caller, feed, EventPosition.START, socket, permit);
    } catch (Exception refused) {
      permit.release();
      throw refused;
    }
  }

  /** Streams what a reader does not have yet. */
  void resume(Caller caller, UUID id, EventPosition position, EventSocket socket) {
    StreamPermit permit = limits.acquire(caller);
    try {
      deliver(caller, generations.follow(caller, id), position, socket, permit);
    } catch (Exception refused) {
      permit.release();
      throw refused;
    }
  }

  private void deliver(
      Caller caller,
      GenerationFeed feed,
      EventPosition position,
      EventSocket socket,
      StreamPermit permit) {
    socket.prepare();
    EventDelivery delivery =
        new EventDelivery(
            feed,
            position,
            socket,
            writer,
            executors.deliveries(),
            over -> {
              openStreams.remove(over);
              permit.release();
            });
    openStreams.add(delivery, caller);
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
