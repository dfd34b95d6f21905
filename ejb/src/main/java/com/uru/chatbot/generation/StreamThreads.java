package com.uru.chatbot.generation;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The threads of everything that streams: never the HTTP pool, never the container's default
 * executor, so that a thousand open answers leave sign-in as quick as before. Bounded, without a
 * queue: a stream either runs now or is refused.
 */
@ApplicationScoped
@SuppressWarnings("NullAway.Init")
public class StreamThreads {
  @Resource private ManagedThreadFactory threadFactory;

  private Semaphore free;
  private ExecutorService executor;

  /** For the container's proxy. */
  protected StreamThreads() {}

  /**
   * @param maximum the most streams of this node at a time, running answers and their readers
   *     together; at least 1
   */
  @Inject
  public StreamThreads(
      @ConfigProperty(name = "uru.streams.max-per-node", defaultValue = "2500") int maximum) {
    this.free = new Semaphore(maximum);
  }

  StreamThreads(ExecutorService executor, int maximum) {
    this.executor = executor;
    this.free = new Semaphore(maximum);
  }

  @PostConstruct
  void start() {
    executor = Executors.newCachedThreadPool(threadFactory);
  }

  @PreDestroy
  void stop() {
    executor.shutdownNow();
  }

  /**
   * Keeps a thread for one stream.
   *
   * @throws DomainException {@code TOO_MANY_STREAMS} if all are busy
   */
  public Slot reserve() {
    if (!free.tryAcquire()) {
      throw new DomainException(ProblemCode.TOO_MANY_STREAMS);
    }
    return new Slot();
  }

  /** A reserved thread: either run or released, once. */
  public final class Slot {
    private Slot() {}

    /** Runs the stream; its end frees the slot. */
    public void run(Runnable stream) {
      executor.execute(
          () -> {
            try {
              stream.run();
            } finally {
              release();
            }
          });
    }

    /** Gives the slot back unused. */
    public void release() {
      free.release();
    }
  }
}
