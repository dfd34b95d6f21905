package com.uru.chatbot.web.userevents;

import com.uru.chatbot.generation.event.EventPosition;
import com.uru.chatbot.generation.event.Generation;
import com.uru.chatbot.generation.event.GenerationEvent;
import com.uru.chatbot.generation.event.GenerationFeed;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.userevent.PendingUserEvents;
import com.uru.chatbot.userevent.UserEvent;
import com.uru.chatbot.userevent.UserEvents;
import com.uru.chatbot.web.stream.EventSocket;
import com.uru.chatbot.web.stream.EventSocket.ReaderGoneException;
import com.uru.chatbot.web.stream.OpenStream;
import com.uru.chatbot.web.stream.SerialTask;
import com.uru.chatbot.web.userevents.UserEventWriter.RunningGeneration;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of one user to one reader, at the reader's pace. It buffers no text: what a
 * slow reader has not taken of a generation is one longer delta later. Each run writes the pending
 * events and one batch of every generation that has new ones, then returns its thread.
 */
final class UserEventDelivery implements OpenStream {
  private static final Logger LOGGER = System.getLogger(UserEventDelivery.class.getName());

  /** What the delivery reads, all of one user. */
  interface Source {
    /** Subscribes to what changes; refuses a user who has too many subscriptions. */
    UserEvents.Subscription subscribe(Consumer<UserEvent> subscriber);

    List<Generation> running();

    GenerationFeed follow(UUID generationId);

    /** Returns whether this node is about to stop. */
    boolean isDraining();
  }

  private final Source source;
  private final boolean followsAll;
  private final EventSocket socket;
  private final UserEventWriter writer = new UserEventWriter();
  private final SerialTask task;
  private final Consumer<OpenStream> whenClosed;

  private final PendingUserEvents pending = new PendingUserEvents();
  private final Map<UUID, Followed> followed = new ConcurrentHashMap<>();
  private final Queue<Followed> withNews = new ConcurrentLinkedQueue<>();

  /** Generations that the reader knows of: the start of one may be told twice. */
  private final RecentIds announced = new RecentIds();

  private @Nullable List<Generation> snapshot;
  private UserEvents.@Nullable Subscription subscription;
  private volatile boolean sessionEnded;
  private boolean ended;

  /**
   * Creates a delivery that has not begun.
   *
   * @param followsAll whether to write the events of all running generations
   * @param threads run the delivery whenever there is something to write
   * @param whenClosed is called once, after the last write
   */
  UserEventDelivery(
      Source source,
      boolean followsAll,
      EventSocket socket,
      Executor threads,
      Consumer<OpenStream> whenClosed) {
    this.source = source;
    this.followsAll = followsAll;
    this.socket = socket;
    this.task = new SerialTask(threads, this::run);
    this.whenClosed = whenClosed;
  }

  /**
   * Begins to write. Reads the running generations first, so that a failure is still answered as a
   * problem.
   *
   * @throws DomainException if the user has too many streams
   */
  void begin() {
    UserEvents.Subscription subscribed = source.subscribe(this::receive);
    try {
      snapshot = source.running();
    } catch (Exception e) {
      subscribed.close();
      throw e;
    }
    subscription = subscribed;
    socket.prepare();
    task.start();
  }

  /** Runs on the thread that publishes the event. */
  private void receive(UserEvent event) {
    if (event instanceof UserEvent.GenerationEnded end) {
      if (followsAll) {
        // The generation's own events tell it.
        return;
      }
      pending.add(new UserEvent.ConversationChanged(end.conversationId(), end.version()));
    } else {
      pending.add(event);
    }
    task.wake();
  }

  @Override
  public void wakeIfDue() {
    followed.values().forEach(Followed::lookIfIdle);
    if (socket.isHeartbeatDue() || source.isDraining()) {
      task.wake();
    }
  }

  @Override
  public void endOfSession() {
    sessionEnded = true;
    task.wake();
  }

  private SerialTask.Next run() {
    try {
      write();
    } catch (ReaderGoneException gone) {
      LOGGER.log(Level.DEBUG, "A reader has gone");
      ended = true;
    } catch (DomainException elsewhere) {
      LOGGER.log(Level.DEBUG, "A reader is sent away: {0}", elsewhere.code().code());
      ended = true;
    } catch (Exception e) {
      // Not RuntimeException: a commit that fails comes as an undeclared SystemException.
      LOGGER.log(Level.WARNING, "An event stream broke off; its reader opens a new one", e);
      ended = true;
    }
    if (ended) {
      close();
      return SerialTask.Next.END;
    }
    return withNews.isEmpty() ? SerialTask.Next.WAIT : SerialTask.Next.REPEAT;
  }

  private void write() throws ReaderGoneException {
    if (sessionEnded) {
      socket.send("session_ended", null, "{}");
      ended = true;
      return;
    }
    socket.sendHeartbeatIfDue();
    if (snapshot != null) {
      writeSnapshot(snapshot);
      snapshot = null;
    }
    for (UserEvent event : pending.take()) {
      write(event);
    }
    writeBatches();
    // What another node can do as well is left to it; the answers of this node are followed.
    ended = socket.isClosed() || (source.isDraining() && followed.isEmpty());
  }

  private void write(UserEvent event) throws ReaderGoneException {
    if (event instanceof UserEvent.ConversationChanged changed) {
      socket.send("conversation_changed", null, writer.changed(changed));
    } else if (event instanceof UserEvent.ConversationDeleted deleted) {
      socket.send("conversation_deleted", null, writer.deleted(deleted));
    } else if (event instanceof UserEvent.GenerationStarted started) {
      writeStart(started.generationId());
    } else if (event instanceof UserEvent.EventsMissed) {
      writeSnapshot(source.running());
    }
  }

  private void writeSnapshot(List<Generation> running) throws ReaderGoneException {
    List<RunningGeneration> told = new ArrayList<>();
    for (Generation generation : running) {
      position(generation)
          .ifPresent(position -> told.add(RunningGeneration.of(generation, position)));
      announced.add(generation.id());
    }
    socket.send("running", null, writer.running(told));
  }

  /** Returns after which position a running generation is delivered; empty if it is deleted. */
  private Optional<EventPosition> position(Generation generation) {
    Followed already = followed.get(generation.id());
    if (already != null) {
      return Optional.of(already.position);
    }
    try {
      GenerationFeed feed = source.follow(generation.id());
      EventPosition last = feed.last();
      follow(feed, last);
      return Optional.of(last);
    } catch (DomainException e) {
      if (isGone(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void writeStart(UUID generationId) throws ReaderGoneException {
    if (!announced.add(generationId)) {
      return;
    }
    GenerationFeed feed;
    try {
      feed = source.follow(generationId);
    } catch (DomainException e) {
      if (isGone(e)) {
        return;
      }
      throw e;
    }
    socket.send("generation_started", null, writer.started(feed.generation()));
    follow(feed, EventPosition.START);
  }

  private void follow(GenerationFeed feed, EventPosition from) {
    if (followsAll) {
      Followed added = new Followed(feed, from);
      followed.put(added.id, added);
      added.begin();
    }
  }

  /** Writes one batch of each generation that had news before, so that none waits for another. */
  private void writeBatches() throws ReaderGoneException {
    for (int left = withNews.size(); left > 0; left--) {
      Followed next = withNews.poll();
      if (next != null && followed.containsKey(next.id)) {
        writeBatch(next);
      }
    }
  }

  private void writeBatch(Followed generation) throws ReaderGoneException {
    List<GenerationEvent> events;
    try {
      events = generation.next();
    } catch (DomainException e) {
      if (isGone(e)) {
        // Deleted; conversation_deleted tells the reader.
        drop(generation);
        return;
      }
      throw e;
    }
    for (GenerationEvent event : events) {
      socket.send("generation", null, writer.wrapped(generation.id, generation.position, event));
      generation.position = event.position();
      if (event instanceof GenerationEvent.Ended) {
        drop(generation);
      } else if (event.hasMore()) {
        generation.addNews();
      }
    }
  }

  private static boolean isGone(DomainException e) {
    return e.code() == ProblemCode.NOT_FOUND;
  }

  private void drop(Followed generation) {
    followed.remove(generation.id);
    generation.close();
  }

  private void close() {
    try {
      if (subscription != null) {
        subscription.close();
      }
      followed.values().forEach(Followed::close);
      socket.close();
    } finally {
      whenClosed.accept(this);
    }
  }

  /** A generation whose events are delivered. */
  private final class Followed {
    private final UUID id;
    private final GenerationFeed feed;

    /** Whether it is in the queue of those that have news. */
    private final AtomicBoolean queued = new AtomicBoolean();

    private EventPosition position;
    private volatile long lastPoll = System.nanoTime();
    private GenerationFeed.Subscription feedSubscription = () -> {};

    Followed(GenerationFeed feed, EventPosition from) {
      this.id = feed.generation().id();
      this.feed = feed;
      this.position = from;
    }

    void begin() {
      feedSubscription = feed.subscribe(this::addNews);
      addNews();
    }

    void addNews() {
      if (queued.compareAndSet(false, true)) {
        withNews.add(this);
        task.wake();
      }
    }

    void lookIfIdle() {
      if (System.nanoTime() - lastPoll > feed.pollInterval().toNanos()) {
        addNews();
      }
    }

    List<GenerationEvent> next() {
      queued.set(false);
      lastPoll = System.nanoTime();
      return feed.after(position);
    }

    void close() {
      feedSubscription.close();
    }
  }
}
