package com.uru.chatbot.web.generations;

import com.uru.chatbot.generation.EventPosition;
import com.uru.chatbot.generation.GenerationEvent;
import com.uru.chatbot.generation.GenerationFeed;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.web.stream.SerialTask;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Writes a generation's events to one reader, at the reader's pace, until the end or until the
 * reader has gone. It has no thread of its own: it borrows one whenever there is something to
 * write, and only one at a time.
 */
final class EventDelivery {
  private static final Logger LOGGER = System.getLogger(EventDelivery.class.getName());
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private final GenerationFeed feed;
  private final SseEventSink sink;
  private final Sse sse;
  private final EventWriter writer;
  private final SerialTask task;
  private final Consumer<EventDelivery> whenOver;
  private volatile EventPosition position;
  private volatile long lookedAt = System.nanoTime();

  /**
   * So long ago at first that the first look writes a comment, and the head of the response with
   * it: some proxies hold the head back until the first byte of the body.
   */
  private long wroteAt = System.nanoTime() - HEARTBEAT.toNanos();

  private volatile boolean ended;
  private GenerationFeed.Subscription subscription = () -> {};

  /**
   * A delivery that has not begun.
   *
   * @param threads runs pieces of work, soon
   * @param whenOver is called once, when nothing more is written
   */
  EventDelivery(
      GenerationFeed feed,
      EventPosition from,
      GenerationStreams.Socket socket,
      EventWriter writer,
      Executor threads,
      Consumer<EventDelivery> whenOver) {
    this.feed = feed;
    this.position = from;
    this.sink = socket.sink();
    this.sse = socket.sse();
    this.writer = writer;
    this.task = new SerialTask(threads, this::work);
    this.whenOver = whenOver;
  }

  /** Once; whatever there is already is written first. */
  void begin() {
    subscription = feed.subscribe(task::wake);
    task.start();
  }

  /** Looks for what it has not been told of, and shows the reader that the connection lives. */
  void wakeIfIdle() {
    long idle = System.nanoTime() - lookedAt;
    if (idle > Math.min(feed.patience().toNanos(), HEARTBEAT.toNanos())) {
      task.wake();
    }
  }

  /** Ends the stream before the generation ends: its reader may not read on. */
  void end() {
    ended = true;
    task.wake();
  }

  private SerialTask.Next work() {
    boolean more = writeNews();
    if (ended) {
      close();
      return SerialTask.Next.END;
    }
    return more ? SerialTask.Next.REPEAT : SerialTask.Next.WAIT;
  }

  /** Whether there may be more at once. */
  private boolean writeNews() {
    try {
      lookedAt = System.nanoTime();
      if (ended) {
        return false;
      }
      if (lookedAt - wroteAt >= HEARTBEAT.toNanos()) {
        write(sse.newEventBuilder().comment("").build());
      }
      List<GenerationEvent> events = feed.after(position);
      for (GenerationEvent event : events) {
        write(writer.write(event));
        position = event.position();
        ended = ended || event instanceof GenerationEvent.Ended;
      }
      if (sink.isClosed()) {
        ended = true;
      }
      return !events.isEmpty() && events.get(events.size() - 1).hasMore();
    } catch (IllegalStateException | CompletionException gone) {
      LOGGER.log(Level.DEBUG, "A reader has gone");
    } catch (DomainException elsewhere) {
      LOGGER.log(Level.DEBUG, "A reader is sent away: {0}", elsewhere.code().code());
    } catch (Exception e) {
      // Not RuntimeException: a commit that fails comes as an undeclared SystemException.
      LOGGER.log(Level.WARNING, "An event stream broke off; its reader resumes", e);
    }
    ended = true;
    return false;
  }

  private void close() {
    try {
      subscription.close();
      sink.close();
    } finally {
      whenOver.accept(this);
    }
  }

  private void write(WireEvent event) {
    write(
        sse.newEventBuilder()
            .id(Long.toString(event.id()))
            .name(event.name())
            .data(event.data())
            .build());
  }

  private void write(OutboundSseEvent event) {
    sink.send(event).toCompletableFuture().join();
    wroteAt = System.nanoTime();
  }
}
