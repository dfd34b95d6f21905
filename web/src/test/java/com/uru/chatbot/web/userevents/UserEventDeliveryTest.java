package com.uru.chatbot.web.userevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessageStatus;
import com.uru.chatbot.generation.event.EventPosition;
import com.uru.chatbot.generation.event.Generation;
import com.uru.chatbot.generation.event.GenerationEvent;
import com.uru.chatbot.generation.event.GenerationFeed;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.userevent.UserEvent;
import com.uru.chatbot.userevent.UserEvents;
import com.uru.chatbot.web.stream.EventSocket;
import com.uru.chatbot.web.stream.OpenStream;
import com.uru.chatbot.web.stream.RecordingSink;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UserEventDeliveryTest {
  private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");
  private static final String COMMENT = ": ";
  private static final UUID CONVERSATION = UUID.randomUUID();

  private final Caller ada = Caller.onBehalfOf(UUID.randomUUID(), UUID.randomUUID());
  private final UserEvents userEvents = new UserEvents();
  private final Map<UUID, Feed> feeds = new LinkedHashMap<>();
  private final RecordingSink reader = new RecordingSink();
  private final Deque<Runnable> work = new ArrayDeque<>();
  private final List<OpenStream> closed = new ArrayList<>();
  private final FakeSource source = new FakeSource();

  /** A text that grows. */
  private static final class Feed implements GenerationFeed {
    private final Generation generation =
        new Generation(
            UUID.randomUUID(),
            CONVERSATION,
            UUID.randomUUID(),
            UUID.randomUUID(),
            MessageStatus.STREAMING,
            NOW);
    private final StringBuilder text = new StringBuilder();
    private final List<Runnable> subscribed = new ArrayList<>();
    private @Nullable DomainException failure;
    private Duration pollInterval = Duration.ofHours(1);
    private int batch = 10;
    private boolean ended;

    UUID id() {
      return generation.id();
    }

    void append(String more) {
      text.append(more);
      tell();
    }

    void end() {
      ended = true;
      tell();
    }

    private void tell() {
      List.copyOf(subscribed).forEach(Runnable::run);
    }

    @Override
    public Generation generation() {
      return generation;
    }

    @Override
    public EventPosition last() {
      return text.isEmpty() ? EventPosition.AFTER_STARTED : new EventPosition(1, text.length());
    }

    @Override
    public List<GenerationEvent> after(EventPosition position) {
      if (failure != null) {
        throw failure;
      }
      int from = position.entry() == 1 ? position.offset() : 0;
      int to = Math.min(text.length(), from + batch);
      if (from < to) {
        boolean more = to < text.length() || ended;
        return List.of(
            new GenerationEvent.Delta(new EventPosition(1, to), text.substring(from, to), more));
      }
      return ended && position.entry() < 2
          ? List.of(new GenerationEvent.Ended(new EventPosition(2, 1), answer()))
          : List.of();
    }

    private Message answer() {
      return Message.ofAssistant(
              generation.messageId(), CONVERSATION, generation.userMessageId(), "gpt-4o", NOW)
          .ended(text.toString(), MessageStatus.COMPLETED);
    }

    @Override
    public Subscription subscribe(Runnable news) {
      subscribed.add(news);
      return () -> subscribed.remove(news);
    }

    @Override
    public Duration pollInterval() {
      return pollInterval;
    }
  }

  private final class FakeSource implements UserEventDelivery.Source {
    private boolean draining;
    private @Nullable DomainException failure;

    @Override
    public UserEvents.Subscription subscribe(Consumer<UserEvent> subscriber) {
      return userEvents.subscribe(ada, subscriber);
    }

    @Override
    public List<Generation> running() {
      if (failure != null) {
        throw failure;
      }
      return feeds.values().stream().filter(feed -> !feed.ended).map(Feed::generation).toList();
    }

    @Override
    public GenerationFeed follow(UUID generationId) {
      Feed feed = feeds.get(generationId);
      if (feed == null) {
        throw new DomainException(ProblemCode.NOT_FOUND);
      }
      return feed;
    }

    @Override
    public boolean isDraining() {
      return draining;
    }
  }

  private Feed addFeed() {
    Feed feed = new Feed();
    feeds.put(feed.id(), feed);
    return feed;
  }

  private UserEventDelivery delivery(boolean followsAll) {
    return new UserEventDelivery(
        source,
        followsAll,
        new EventSocket(RecordingSink.response(), reader, reader),
        work::add,
        closed::add);
  }

  private UserEventDelivery begun(boolean followsAll) {
    UserEventDelivery delivery = delivery(followsAll);
    delivery.begin();
    work();
    return delivery;
  }

  private void work() {
    for (Runnable next = work.poll(); next != null; next = work.poll()) {
      next.run();
    }
  }

  /** Returns what was written since the last call. */
  private List<String> written() {
    List<String> written = List.copyOf(reader.written);
    reader.written.clear();
    return written;
  }

  private void publish(UserEvent event) {
    userEvents.publish(ada.tenantId(), ada.userId(), event);
  }

  private static String running(Map<Feed, Long> positions) {
    List<String> generations = new ArrayList<>();
    positions.forEach(
        (feed, position) ->
            generations.add("{\"generation\":%s,\"position\":%d}".formatted(body(feed), position)));
    return "running null {\"generations\":[" + String.join(",", generations) + "]}";
  }

  private static String body(Feed feed) {
    Generation generation = feed.generation;
    return ("{\"conversationId\":\"%s\",\"id\":\"%s\",\"messageId\":\"%s\","
            + "\"startedAt\":\"2026-11-29T10:00:00Z\",\"status\":\"streaming\"}")
        .formatted(CONVERSATION, generation.id(), generation.messageId());
  }

  private static String delta(Feed feed, int from, int to, String text) {
    long after = from == 0 ? EventPosition.AFTER_STARTED.id() : new EventPosition(1, from).id();
    return delta(feed, after, to, text);
  }

  private static String delta(Feed feed, long after, int to, String text) {
    return ("generation null {\"generationId\":\"%s\",\"after\":%d,\"position\":%d,"
            + "\"event\":\"delta\",\"data\":{\"text\":\"%s\"}}")
        .formatted(feed.id(), after, new EventPosition(1, to).id(), text);
  }

  @Test
  void beginsWithACommentAndTheRunningGenerations() {
    Feed feed = addFeed();
    feed.append("Hello");

    begun(true);

    assertThat(written())
        .containsExactly(COMMENT, running(Map.of(feed, new EventPosition(1, 5).id())));
  }

  @Test
  void writesTheEventsOfRunningGenerationsAfterTheToldPosition() {
    Feed feed = addFeed();
    feed.append("Hello");
    begun(true);
    written();

    feed.append(" world");
    work();

    assertThat(written()).containsExactly(delta(feed, 5, 11, " world"));
  }

  @Test
  void writesNoEventsOfGenerationsIfNotWanted() {
    Feed feed = addFeed();
    begun(false);
    assertThat(written())
        .containsExactly(COMMENT, running(Map.of(feed, EventPosition.AFTER_STARTED.id())));

    feed.append("Hello");
    work();

    assertThat(feed.subscribed).isEmpty();
    assertThat(written()).isEmpty();
  }

  @Test
  void announcesAGenerationOnceAndBeforeItsEvents() {
    begun(true);
    written();
    Feed feed = addFeed();
    feed.append("Hi");

    publish(new UserEvent.GenerationStarted(feed.id()));
    work();
    publish(new UserEvent.GenerationStarted(feed.id()));
    work();

    assertThat(written())
        .containsExactly(
            "generation_started null {\"generation\":" + body(feed) + "}",
            delta(feed, 0L, 2, "Hi"));
  }

  @Test
  void announcesNoGenerationThatTheReaderKnowsFromTheBeginning() {
    Feed feed = addFeed();
    begun(true);
    written();

    publish(new UserEvent.GenerationStarted(feed.id()));
    work();

    assertThat(written()).isEmpty();
  }

  @Test
  void writesTheLatestChangeOfEachConversation() {
    begun(true);
    written();
    UUID other = UUID.randomUUID();

    publish(new UserEvent.ConversationChanged(CONVERSATION, 2));
    publish(new UserEvent.ConversationChanged(CONVERSATION, 3));
    publish(new UserEvent.ConversationDeleted(other));
    assertThat(work).hasSize(1);
    work();

    assertThat(written())
        .containsExactly(
            "conversation_changed null {\"id\":\"%s\",\"version\":3}".formatted(CONVERSATION),
            "conversation_deleted null {\"id\":\"%s\"}".formatted(other));
  }

  @Test
  void tellsTheEndOfAnAnswerAsAChangeWhereItsEventsAreNotFollowed() {
    begun(false);
    written();

    publish(new UserEvent.GenerationEnded(CONVERSATION, 3));
    work();

    assertThat(written())
        .containsExactly(
            "conversation_changed null {\"id\":\"%s\",\"version\":3}".formatted(CONVERSATION));
  }

  @Test
  void letsAnEndReplaceNoChangeWhereItsEventsAreFollowed() {
    begun(true);
    written();

    publish(new UserEvent.ConversationChanged(CONVERSATION, 3));
    publish(new UserEvent.GenerationEnded(CONVERSATION, 3));
    work();

    assertThat(written()).hasSize(1).allMatch(event -> event.startsWith("conversation_changed"));
  }

  @Test
  void writesGenerationsByTurns() {
    Feed one = addFeed();
    Feed other = addFeed();
    begun(true);
    written();

    one.text.append("0123456789abcdefghijklmnopqrst");
    one.tell();
    other.append("Hello");
    work();

    assertThat(written())
        .containsExactly(
            delta(one, 0, 10, "0123456789"),
            delta(other, 0, 5, "Hello"),
            delta(one, 10, 20, "abcdefghij"),
            delta(one, 20, 30, "klmnopqrst"));
  }

  @Test
  void returnsItsThreadBetweenTwoBatches() {
    Feed feed = addFeed();
    begun(true);
    written();
    feed.append("0123456789abcdefghij");

    work.remove().run();

    assertThat(written()).hasSize(1);
    assertThat(work).hasSize(1);
  }

  @Test
  void borrowsNoThreadWithoutNews() {
    addFeed();
    UserEventDelivery delivery = begun(true);

    delivery.wakeIfDue();

    assertThat(work).isEmpty();
  }

  @Test
  void looksWithoutNewsWhenThePatienceOfAFeedIsOver() {
    Feed feed = addFeed();
    UserEventDelivery delivery = begun(true);
    written();
    feed.text.append("unheard");
    feed.pollInterval = Duration.ZERO;

    delivery.wakeIfDue();
    work();

    assertThat(written()).containsExactly(delta(feed, 0, 7, "unheard"));
  }

  @Test
  void followsNoGenerationAfterItsEnd() {
    Feed feed = addFeed();
    begun(true);
    written();

    feed.append("Hello");
    feed.end();
    work();

    List<String> written = written();
    assertThat(written).hasSize(2);
    assertThat(written.get(1)).contains("\"event\":\"completed\"").contains("\"message\":{");
    assertThat(feed.subscribed).isEmpty();
  }

  @Test
  void dropsADeletedGenerationAndGoesOn() {
    Feed deleted = addFeed();
    Feed other = addFeed();
    begun(true);
    written();
    deleted.failure = new DomainException(ProblemCode.NOT_FOUND);

    deleted.append("gone");
    other.append("Hello");
    work();

    assertThat(written()).containsExactly(delta(other, 0, 5, "Hello"));
    assertThat(deleted.subscribed).isEmpty();
    assertThat(closed).isEmpty();
  }

  @Test
  void tellsTheRunningGenerationsAgainAfterEventsWereMissed() {
    Feed followed = addFeed();
    followed.append("Hello");
    begun(true);
    written();
    Feed missed = addFeed();
    missed.append("Hi");
    followed.text.append(" not told yet");

    userEvents.publishMissed();
    work();
    missed.append(" there");
    followed.tell();
    work();

    assertThat(written())
        .containsExactly(
            running(
                orderedMap(
                    followed, new EventPosition(1, 5).id(), missed, new EventPosition(1, 2).id())),
            delta(missed, 2, 8, " there"),
            delta(followed, 5, 15, " not told "),
            delta(followed, 15, 18, "yet"));
  }

  private static Map<Feed, Long> orderedMap(Feed one, long first, Feed other, long second) {
    Map<Feed, Long> map = new LinkedHashMap<>();
    map.put(one, first);
    map.put(other, second);
    return map;
  }

  @Test
  void saysThatTheSessionHasEndedAndCloses() {
    Feed feed = addFeed();
    UserEventDelivery delivery = begun(true);
    written();

    delivery.endOfSession();
    feed.append("not for this reader any more");
    work();

    assertThat(written()).containsExactly("session_ended null {}");
    assertClosedOnce(delivery, feed);
  }

  private void assertClosedOnce(UserEventDelivery delivery, Feed feed) {
    assertThat(closed).containsExactly(delivery);
    assertThat(reader.closed).isTrue();
    assertThat(feed.subscribed).isEmpty();
    assertThat(userEvents.open()).isZero();
  }

  @Test
  void closesOnceWhenTheReaderHasGone() {
    Feed feed = addFeed();
    UserEventDelivery delivery = begun(true);
    reader.broken = true;

    feed.append("to nobody");
    work();
    feed.append("still to nobody");
    delivery.wakeIfDue();
    work();

    assertClosedOnce(delivery, feed);
  }

  @Test
  void staysOnADrainingNodeAsLongAsItFollowsAnAnswerThere() {
    Feed feed = addFeed();
    UserEventDelivery delivery = begun(true);
    written();
    source.draining = true;

    delivery.wakeIfDue();
    work();
    assertThat(closed).isEmpty();
    feed.append("Hello");
    feed.end();
    work();

    assertThat(written()).hasSize(2);
    assertClosedOnce(delivery, feed);
  }

  @Test
  void closesWhenAFeedSendsItsReaderToAnotherNode() {
    Feed feed = addFeed();
    UserEventDelivery delivery = begun(true);
    feed.failure = new DomainException(ProblemCode.SERVICE_UNAVAILABLE);

    feed.tell();
    work();

    assertClosedOnce(delivery, feed);
  }

  @Test
  void writesNothingAndKeepsNoSubscriptionWhenItCannotBegin() {
    source.failure = new DomainException(ProblemCode.SERVICE_UNAVAILABLE);
    UserEventDelivery delivery = delivery(true);

    assertThatThrownBy(delivery::begin).isInstanceOf(DomainException.class);

    assertThat(work).isEmpty();
    assertThat(userEvents.open()).isZero();
  }
}
