package com.uru.chatbot.web.generations;

import com.uru.chatbot.generation.event.EventPosition;
import com.uru.chatbot.generation.event.GenerationEvent;
import com.uru.chatbot.generation.event.GenerationFeed;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.web.stream.EventSocket;
import com.uru.chatbot.web.stream.OpenStream;
import com.uru.chatbot.web.stream.SerialTask;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Writes a generation's events to one reader, at the reader's pace, until the end or until the
 * reader has gone. It has no thread of its own: it borrows one whenever there is something to
 * write, and only one at a time.
 */
final class EventDelivery implements OpenStream {
  private static final Logger LOGGER = System.getLogger(EventDelivery.class.getName());

  private final GenerationFeed feed;
  private final EventSocket socket;
  private final EventWriter writer;
  private final SerialTask task;
  private final Consumer<EventDelivery> whenOver;
  private volatile EventPosition position;
  private volatile long lookedAt = System.nanoTime();

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
      EventSocket socket,
      EventWriter writer,
      Executor threads,
      Consumer<EventDelivery> whenOver) {
    this.feed = feed;
    this.position = from;
    this.socket = socket;
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
  @Override
  public void wakeIfIdle() {
    long idle = System.nanoTime() - lookedAt;
    if (idle > feed.pollInterval().toNanos() || socket.isHeartbeatDue()) {
      task.wake();
    }
  }

  @Override
  public void endOfSession() {
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
      socket.sendHeartbeatIfDue();
      List<GenerationEvent> events = feed.after(position);
      for (GenerationEvent event : events) {
        send(writer.write(event));
        position = event.position();
        ended = ended || event instanceof GenerationEvent.Ended;
      }
      if (socket.isClosed()) {
        ended = true;
      }
      return !events.isEmpty() && events.get(events.size() - 1).hasMore();
    } catch (EventSocket.ReaderGoneException gone) {
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

  private void send(WireEvent event) throws EventSocket.ReaderGoneException {
    socket.send(event.name(), Long.toString(event.id()), event.data());
  }

  private void close() {
    try {
      subscription.close();
      socket.close();
    } finally {
      whenOver.accept(this);
    }
  }
}
