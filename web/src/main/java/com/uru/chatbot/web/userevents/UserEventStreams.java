package com.uru.chatbot.web.userevents;

import com.uru.chatbot.generation.GenerationService;
import com.uru.chatbot.generation.capacity.StreamExecutors;
import com.uru.chatbot.generation.event.Generation;
import com.uru.chatbot.generation.event.GenerationFeed;
import com.uru.chatbot.generation.node.NodeDrain;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.userevent.UserEvent;
import com.uru.chatbot.userevent.UserEvents;
import com.uru.chatbot.web.stream.EventSocket;
import com.uru.chatbot.web.stream.OpenStreams;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** Opens the event streams of users. */
@ApplicationScoped
@SuppressWarnings("NullAway.Init")
public class UserEventStreams {
  private UserEvents userEvents;
  private GenerationService generations;
  private NodeDrain drain;
  private StreamExecutors executors;
  private OpenStreams openStreams;

  /** For the container's proxy. */
  protected UserEventStreams() {}

  @Inject
  public UserEventStreams(
      UserEvents userEvents,
      GenerationService generations,
      NodeDrain drain,
      StreamExecutors executors,
      OpenStreams openStreams) {
    this.userEvents = userEvents;
    this.generations = generations;
    this.drain = drain;
    this.executors = executors;
    this.openStreams = openStreams;
  }

  /**
   * Opens a stream.
   *
   * @throws com.uru.chatbot.shared.DomainException if the caller has too many of them, or this node
   *     is about to stop
   */
  void open(Caller caller, boolean followsAll, EventSocket socket) {
    drain.requireServing();
    UserEventDelivery delivery =
        new UserEventDelivery(
            sourceFor(caller), followsAll, socket, executors.deliveries(), openStreams::remove);
    openStreams.add(delivery, caller);
    try {
      delivery.begin();
    } catch (Exception refused) {
      openStreams.remove(delivery);
      throw refused;
    }
  }

  private UserEventDelivery.Source sourceFor(Caller caller) {
    return new UserEventDelivery.Source() {
      @Override
      public UserEvents.Subscription subscribe(Consumer<UserEvent> subscriber) {
        return userEvents.subscribe(caller, subscriber);
      }

      @Override
      public List<Generation> running() {
        return generations.running(caller);
      }

      @Override
      public GenerationFeed follow(UUID generationId) {
        return generations.follow(caller, generationId);
      }

      @Override
      public boolean isDraining() {
        return drain.isDraining();
      }
    };
  }
}
