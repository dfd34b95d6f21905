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
  private final Consumer<EventDelivery> onClose;
  private volatile EventPosition position;
  private volatile long lastPoll = System.nanoTime();

  private volatile boolean ended;
  private GenerationFeed.Subscription subscription = () -> {};

  /**
   * Creates a delivery that has not begun.
   *
   * @param threads runs short tasks
   * @param onClose is called once, after the last write
   */
  EventDelivery(
      GenerationFeed feed,
      EventPosition from,
      EventSocket socket,
      EventWriter writer,
      Executor threads,
      Consumer<EventDelivery> onClose) {
    this.feed = feed;
    this.position = from;
    this.socket = socket;
    this.writer = writer;
    this.task = new SerialTask(threads, this::work);
    this.onClose = onClose;
  }

  /** Begins to write, with the events that there are already; called once. */
  void begin() {
    subscription = feed.subscribe(task::wake);
    task.start();
  }

  /** Reads the feed again after its poll interval, and sends a heartbeat when one is due. */
  @Override
  public void wakeIfDue() {
    long idle = System.nanoTime() - lastPoll;
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

  /** Writes new events, and returns whether more can be read at once. */
  private boolean writeNews() {
    try {
      lastPoll = System.nanoTime();
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
      onClose.accept(this);
    }
  }
}
