package com.uru.chatbot.generation;

import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessageStatus;
import com.uru.chatbot.model.ChatModelCall;
import com.uru.chatbot.tenant.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A generation that runs on this node: its text so far, written by one thread and read by any
 * number of subscribers and the journal. Guarded by its own monitor.
 */
final class ActiveGeneration implements GenerationFeed {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Caller caller;
  private final GenerationEvent.Started started;
  private final StringBuilder text = new StringBuilder();
  private final List<Runnable> readers = new CopyOnWriteArrayList<>();
  private GenerationEvent.@Nullable Titled titled;
  private GenerationEvent.@Nullable Ended ended;
  private @Nullable ChatModelCall call;
  private boolean stopRequested;
  private boolean interrupted;
  private @Nullable Integer seenLength;
  private int journalledLength;

  ActiveGeneration(Caller caller, GenerationEvent.Started started) {
    this.caller = caller;
    this.started = started;
  }

  Caller caller() {
    return caller;
  }

  Generation generation() {
    return started.generation();
  }

  Message assistantMessage() {
    return started.assistantMessage();
  }

  /** Remembers what {@link #stop} has to cancel; a stop that came first cancels at once. */
  synchronized void callsOn(ChatModelCall modelCall) {
    call = modelCall;
    if (stopRequested) {
      modelCall.cancel();
    }
  }

  void append(String delta) {
    synchronized (this) {
      if (stopRequested || ended != null) {
        return;
      }
      text.append(delta);
    }
    tellReaders();
  }

  void title(String title) {
    synchronized (this) {
      if (ended != null) {
        return;
      }
      titled =
          new GenerationEvent.Titled(new EventPosition(text.length(), EventPosition.TITLE), title);
    }
    tellReaders();
  }

  /**
   * Ends the call to the model. Text that arrives later is dropped.
   *
   * @param seen how much text the user had before them, {@code null} to keep all that has arrived
   */
  synchronized void stop(@Nullable Integer seen) {
    if (stopRequested) {
      return;
    }
    stopRequested = true;
    seenLength = seen;
    if (call != null) {
      call.cancel();
    }
  }

  /** Ends the call to the model because this node goes down. */
  synchronized void interrupt() {
    interrupted = !stopRequested;
    stop(null);
  }

  /** Whether the node's end, not the user, stopped it. */
  synchronized boolean interrupted() {
    return interrupted;
  }

  synchronized boolean stopRequested() {
    return stopRequested;
  }

  /** The text to save: all of it, or what the user had seen when stopping it. */
  synchronized String finalText() {
    if (seenLength == null || seenLength >= text.length()) {
      return text.toString();
    }
    int end = Math.max(seenLength, 0);
    boolean splitsPair = end > 0 && Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(0, splitsPair ? end - 1 : end);
  }

  /** Tells the subscribers the end, after it was saved. */
  void end(Message message) {
    synchronized (this) {
      ended =
          new GenerationEvent.Ended(new EventPosition(text.length(), EventPosition.ENDED), message);
    }
    tellReaders();
  }

  /** Tells the subscribers that it was interrupted, unless they know another end. */
  void giveUp() {
    synchronized (this) {
      if (ended != null) {
        return;
      }
    }
    end(assistantMessage().ended(finalText(), MessageStatus.INTERRUPTED, null, null, null));
  }

  /** The text that the journal does not have yet, {@code null} if it has all. */
  synchronized @Nullable JournalPiece unjournalled() {
    if (journalledLength == text.length()) {
      return null;
    }
    return new JournalPiece(
        caller.tenantId(), generation().id(), text.length(), text.substring(journalledLength));
  }

  synchronized void journalled(int length) {
    journalledLength = length;
  }

  @Override
  public Subscription subscribe(Runnable news) {
    readers.add(news);
    return () -> readers.remove(news);
  }

  /** Nothing is told late here. */
  @Override
  public Duration patience() {
    return PATIENCE;
  }

  private void tellReaders() {
    readers.forEach(Runnable::run);
  }

  @Override
  public synchronized List<GenerationEvent> after(EventPosition position) {
    List<GenerationEvent> events = new ArrayList<>(2);
    if (position.isBefore(started.position())) {
      events.add(started);
    }
    int from = Math.min(position.textLength(), text.length());
    int to = GenerationEvent.Delta.end(text, from);
    if (titled != null
        && position.isBefore(titled.position())
        && titled.position().textLength() <= to) {
      int titleAt = titled.position().textLength();
      addDelta(events, from, titleAt);
      events.add(titled);
      from = Math.max(from, titleAt);
    }
    addDelta(events, from, to);
    if (to == text.length() && ended != null && position.isBefore(ended.position())) {
      events.add(ended);
    }
    return events;
  }

  private void addDelta(List<GenerationEvent> events, int from, int to) {
    if (from < to) {
      events.add(
          new GenerationEvent.Delta(
              new EventPosition(to, EventPosition.TEXT), text.substring(from, to)));
    }
  }
}
