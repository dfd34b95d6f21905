package com.uru.chatbot.web.generations;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.generation.event.EventPosition;
import com.uru.chatbot.generation.event.Generation;
import com.uru.chatbot.generation.event.GenerationEvent;
import com.uru.chatbot.generation.event.GenerationFeed;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.web.stream.EventSocket;
import com.uru.chatbot.web.stream.RecordingSink;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventDeliveryTest {
  private static final EventPosition FROM = EventPosition.AFTER_STARTED;
  private static final String COMMENT = ": ";

  private final RecordingSink reader = new RecordingSink();
  private final Feed feed = new Feed();
  private final Deque<Runnable> work = new ArrayDeque<>();
  private final AtomicInteger over = new AtomicInteger();
  private final EventDelivery delivery =
      new EventDelivery(
          feed,
          FROM,
          new EventSocket(RecordingSink.response(), reader, reader),
          new EventWriter(),
          work::add,
          ended -> over.incrementAndGet());

  /** A text that grows. */
  private static final class Feed implements GenerationFeed {
    private final StringBuilder text = new StringBuilder();
    private final List<Runnable> subscribed = new ArrayList<>();
    private @Nullable RuntimeException failure;
    private Duration pollInterval = Duration.ofHours(1);
    private int batch = 10;
    private Runnable afterLook = () -> {};

    void append(String more) {
      text.append(more);
      List.copyOf(subscribed).forEach(Runnable::run);
    }

    @Override
    public Generation generation() {
      throw new AssertionError("nobody asks");
    }

    @Override
    public EventPosition last() {
      throw new AssertionError("nobody asks");
    }

    @Override
    public List<GenerationEvent> after(EventPosition position) {
      if (failure != null) {
        throw failure;
      }
      int from = position.entry() == 1 ? position.offset() : 0;
      int to = Math.min(text.length(), from + batch);
      List<GenerationEvent> events =
          from == to
              ? List.of()
              : List.of(
                  new GenerationEvent.Delta(
                      new EventPosition(1, to), text.substring(from, to), to < text.length()));
      Runnable once = afterLook;
      afterLook = () -> {};
      once.run();
      return events;
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

  private static String delta(int textLength, String text) {
    return "delta " + new EventPosition(1, textLength).id() + " {\"text\":\"" + text + "\"}";
  }

  private void work() {
    for (Runnable next = work.poll(); next != null; next = work.poll()) {
      next.run();
    }
  }

  @Test
  void writesACommentAtOnceSoThatProxiesPassTheHeadOn() {
    feed.failure = new DomainException(ProblemCode.SERVICE_UNAVAILABLE);
    delivery.begin();
    work();

    assertThat(reader.written).containsExactly(COMMENT);
  }

  @Test
  void borrowsAThreadOnlyWhenThereIsNews() {
    delivery.begin();
    work();
    assertThat(reader.written).containsExactly(COMMENT);
    assertThat(work).isEmpty();

    feed.append("Hello");
    assertThat(work).hasSize(1);
    work();

    assertThat(reader.written).containsExactly(COMMENT, delta(5, "Hello"));
    assertThat(work).isEmpty();
  }

  @Test
  void borrowsOneThreadHoweverMuchNewsThereIs() {
    delivery.begin();
    work();

    feed.append("He");
    feed.append("ll");
    feed.append("o");

    assertThat(work).hasSize(1);
    work();
    assertThat(reader.written).containsExactly(COMMENT, delta(5, "Hello"));
  }

  @Test
  void missesNoNewsThatComesWhileItWrites() {
    delivery.begin();
    feed.afterLook = () -> feed.append("late");
    work();

    assertThat(reader.written).containsExactly(COMMENT, delta(4, "late"));
  }

  @Test
  void looksAgainWhereTheFeedHasMore() {
    feed.append("Hello world");
    delivery.begin();

    work();

    assertThat(reader.written).containsExactly(COMMENT, delta(10, "Hello worl"), delta(11, "d"));
  }

  @Test
  void looksWithoutNewsWhenItsPatienceIsOver() {
    delivery.begin();
    work();
    feed.text.append("unheard");
    delivery.wakeIfDue();
    assertThat(work).isEmpty();

    feed.pollInterval = Duration.ZERO;
    delivery.wakeIfDue();
    work();

    assertThat(reader.written).containsExactly(COMMENT, delta(7, "unheard"));
  }

  @Test
  void endsOnceWhenTheReaderHasGone() {
    delivery.begin();
    work();
    reader.broken = true;

    feed.append("to nobody");
    work();
    feed.append("still to nobody");
    delivery.wakeIfDue();

    assertThat(work).isEmpty();
    assertThat(over).hasValue(1);
    assertThat(reader.closed).isTrue();
    assertThat(feed.subscribed).isEmpty();
  }

  @Test
  void writesNothingMoreWhenItsSessionHasEnded() {
    delivery.begin();
    work();

    delivery.endOfSession();
    feed.append("not for this reader any more");
    work();

    assertThat(reader.written).containsExactly(COMMENT);
    assertThat(reader.closed).isTrue();
    assertThat(over).hasValue(1);
    assertThat(feed.subscribed).isEmpty();
  }

  @Test
  void endsWhenItsReaderIsSentAway() {
    delivery.begin();
    feed.failure = new DomainException(ProblemCode.SERVICE_UNAVAILABLE);

    work();

    assertThat(over).hasValue(1);
    assertThat(feed.subscribed).isEmpty();
  }
}
