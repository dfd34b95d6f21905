package com.uru.chatbot.userevent;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.TenantRowId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.annotation.Gauge;

/** Passes the events of each user to that user's subscribers on this node, and to nobody else. */
@ApplicationScoped
public class UserEvents {
  /** How many subscribers a user may have on one node; a browser has one. */
  static final int MAX_SUBSCRIBERS = 20;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  /** A subscription to the events of one user. */
  public static final class Subscription {
    private final Consumer<UserEvent> subscriber;
    private final Runnable end;

    private Subscription(Consumer<UserEvent> subscriber, UserEvents events, TenantRowId user) {
      this.subscriber = subscriber;
      this.end = () -> events.remove(user, this);
    }

    /** Ends the subscription. Doing it twice is harmless. */
    public void close() {
      end.run();
    }
  }

  private final ConcurrentMap<TenantRowId, List<Subscription>> subscriptions =
      new ConcurrentHashMap<>();

  /** Creates this bean at the start, so that its gauge is there before the first stream. */
  void initEagerly(@Observes @Initialized(ApplicationScoped.class) Object start) {}

  /** Returns how many subscribers this node has. */
  @Gauge(
      name = "uru_user_event_streams_open",
      absolute = true,
      unit = MetricUnits.NONE,
      description = "Browsers and programs that are connected to GET /me/events of this node.")
  public int open() {
    return subscriptions.values().stream().mapToInt(List::size).sum();
  }

  /**
   * Subscribes to the events of the caller from now on.
   *
   * @param subscriber is called on the thread that publishes the event; must not block
   * @throws DomainException {@code TOO_MANY_STREAMS} if the caller has {@value #MAX_SUBSCRIBERS}
   *     subscribers already
   */
  public Subscription subscribe(Caller caller, Consumer<UserEvent> subscriber) {
    TenantRowId user = new TenantRowId(caller.tenantId(), caller.userId());
    Subscription added = new Subscription(subscriber, this, user);
    subscriptions.compute(
        user,
        (same, present) -> {
          List<Subscription> all = new ArrayList<>(present == null ? List.of() : present);
          if (all.size() == MAX_SUBSCRIBERS) {
            throw tooMany();
          }
          all.add(added);
          return List.copyOf(all);
        });
    return added;
  }

  private void remove(TenantRowId user, Subscription removed) {
    subscriptions.computeIfPresent(
        user,
        (same, present) -> {
          List<Subscription> left =
              present.stream().filter(subscription -> subscription != removed).toList();
          return left.isEmpty() ? null : left;
        });
  }

  /** Passes an event to all subscribers of a user. */
  public void publish(UUID tenantId, UUID userId, UserEvent event) {
    subscriptions
        .getOrDefault(new TenantRowId(tenantId, userId), List.of())
        .forEach(subscription -> subscription.subscriber.accept(event));
  }

  /** Tells the subscribers of all users that events may have been lost. */
  public void publishMissed() {
    UserEvent missed = new UserEvent.EventsMissed();
    subscriptions
        .values()
        .forEach(ofUser -> ofUser.forEach(subscription -> subscription.subscriber.accept(missed)));
  }

  private static DomainException tooMany() {
    return new DomainException(
        ProblemCode.TOO_MANY_STREAMS,
        "This account has reached the limit of "
            + MAX_SUBSCRIBERS
            + " open browsers and programs on one server.",
        Map.of(
            "limit",
            MAX_SUBSCRIBERS,
            DomainException.TITLE,
            "Too many open browsers",
            DomainException.ACTION,
            "Close Uru in a browser or program that you do not need."),
        RETRY_AFTER);
  }
}
