package com.uru.chatbot.generation.running;

import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessagePart;
import com.uru.chatbot.conversation.MessageStatus;
import com.uru.chatbot.generation.event.EntryKind;
import com.uru.chatbot.generation.event.EventLog;
import com.uru.chatbot.generation.event.EventPosition;
import com.uru.chatbot.generation.event.Generation;
import com.uru.chatbot.generation.event.GenerationEvent;
import com.uru.chatbot.generation.event.GenerationFeed;
import com.uru.chatbot.generation.event.LogOutline;
import com.uru.chatbot.shared.LogContext;
import com.uru.chatbot.tenant.Caller;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A generation that runs on this node: its events so far, appended by its {@link
 * GenerationProducer} on any threads, and read by any number of subscribers and the journal.
 * Guarded by its own monitor.
 */
public final class ActiveGeneration implements GenerationFeed {
  private static final Duration POLL_INTERVAL = Duration.ofMinutes(1);

  private final Caller caller;
  private final GenerationEvent.Started started;
  private final Clock clock;
  private final LogContext logContext;
  private final EventLog log = new EventLog();
  private final List<Runnable> subscribers = new CopyOnWriteArrayList<>();
  private @Nullable Message ended;
  private @Nullable GenerationProducer producer;
  private boolean stopRequested;
  private boolean interrupted;
  private @Nullable Integer seenLength;
  private boolean sealed;

  /** Pieces that the journal has not confirmed; it may have them all the same. */
  private final List<JournalPiece> unconfirmed = new ArrayList<>();

  /** The end of the last piece that was made. */
  private int piecesEnd;

  /** A generation that the request of this thread has started. */
  public ActiveGeneration(Caller caller, GenerationEvent.Started started, Clock clock) {
    this.caller = caller;
    this.started = started;
    this.clock = clock;
    this.logContext =
        LogContext.current()
            .withUser(caller.tenantId(), caller.userId())
            .withGeneration(started.generation().id());
  }

  public Caller caller() {
    return caller;
  }

  /** Returns the ids for what is logged about this generation, on whichever thread. */
  public LogContext logContext() {
    return logContext;
  }

  @Override
  public Generation generation() {
    return started.generation();
  }

  public Message assistantMessage() {
    return started.assistantMessage();
  }

  /**
   * Attaches the producer that {@link #stop} cancels; a stop that came first cancels it at once.
   */
  public synchronized void attach(GenerationProducer newProducer) {
    producer = newProducer;
    if (stopRequested) {
      newProducer.cancel();
    }
  }

  /** Appends text of the answer. */
  public void append(String delta) {
    append(EntryKind.TEXT, delta);
  }

  /** Appends to the summary of the model's reasoning. */
  public void appendReasoning(String delta) {
    append(EntryKind.REASONING, delta);
  }

  private void append(EntryKind kind, String content) {
    synchronized (this) {
      if (stopRequested || sealed) {
        return;
      }
      log.append(kind, content, clock::instant);
    }
    notifySubscribers();
  }

  /** Tells subscribers the title of the conversation, unless nothing may be appended any more. */
  public void title(String title) {
    synchronized (this) {
      if (sealed) {
        return;
      }
      log.append(EntryKind.TITLE, title, clock::instant);
    }
    notifySubscribers();
  }

  /**
   * Cancels the producer. Text that arrives later is dropped.
   *
   * @param seen how much text the user had seen, {@code null} to keep all that has arrived
   */
  public synchronized void stop(@Nullable Integer seen) {
    if (stopRequested) {
      return;
    }
    stopRequested = true;
    seenLength = seen;
    if (producer != null) {
      producer.cancel();
    }
  }

  /** Cancels the producer because this node goes down. */
  synchronized void interrupt() {
    interrupted = !stopRequested;
    stop(null);
  }

  /** Returns whether it was stopped by the end of this node and not by the user. */
  synchronized boolean interrupted() {
    return interrupted;
  }

  public synchronized boolean stopRequested() {
    return stopRequested;
  }

  /** Returns the content to save: all of it, or what the user had seen when stopping it. */
  public synchronized List<MessagePart> finalParts() {
    return log.parts(
        clock.instant(), seenLength == null ? Integer.MAX_VALUE : Math.max(seenLength, 0));
  }

  /** Closes the log: whatever arrives later is dropped. Returns what is to be saved of it. */
  public synchronized LogOutline seal() {
    sealed = true;
    return log.outline();
  }

  /** Tells subscribers the end, after it was saved. */
  public void end(Message message) {
    synchronized (this) {
      sealed = true;
      ended = message;
    }
    notifySubscribers();
  }

  /** Tells subscribers that the generation was interrupted, unless they know another end. */
  public void endAsInterrupted() {
    synchronized (this) {
      if (ended != null) {
        return;
      }
    }
    end(assistantMessage().ended(finalParts(), MessageStatus.INTERRUPTED));
  }

  /**
   * Returns the content that the journal has not confirmed, in pieces of one entry each. A piece is
   * returned unchanged until it is confirmed: a flush that failed may have been committed, and the
   * journal recognizes a piece by its position.
   */
  public synchronized List<JournalPiece> pendingPieces() {
    log.piecesAfter(piecesEnd).forEach(piece -> unconfirmed.add(journalPiece(piece)));
    piecesEnd = log.length();
    return List.copyOf(unconfirmed);
  }

  private JournalPiece journalPiece(EventLog.Piece piece) {
    return new JournalPiece(
        caller.tenantId(),
        generation().id(),
        piece.entry(),
        piece.kind(),
        piece.position(),
        piece.content());
  }

  /** Notes that the journal has everything up to the position of a piece. */
  public synchronized void markFlushed(int position) {
    unconfirmed.removeIf(piece -> piece.position() <= position);
  }

  @Override
  public Subscription subscribe(Runnable onChange) {
    subscribers.add(onChange);
    return () -> subscribers.remove(onChange);
  }

  /** Returns a long interval: this feed notifies its subscribers whenever something happens. */
  @Override
  public Duration pollInterval() {
    return POLL_INTERVAL;
  }

  private void notifySubscribers() {
    subscribers.forEach(Runnable::run);
  }

  @Override
  public synchronized EventPosition last() {
    return log.last();
  }

  @Override
  public synchronized List<GenerationEvent> after(EventPosition position) {
    return log.after(position, () -> started, ended);
  }
}
