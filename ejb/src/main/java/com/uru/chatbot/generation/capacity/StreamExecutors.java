package com.uru.chatbot.generation.capacity;

import static java.util.Objects.requireNonNull;

import com.uru.chatbot.shared.Failures;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The threads of streams. They are neither those of HTTP requests nor the container's default
 * executor, so that a thousand open answers leave sign-in as quick as before. An answer has a
 * thread while it begins and while its end is saved, a virtual one where Java has good ones; in
 * between it has none. Readers share {@link DeliveryThreads}. {@link StreamLimits} bounds them all.
 */
@ApplicationScoped
@SuppressWarnings("NullAway.Init")
public class StreamExecutors implements Executor {
  private static final Logger LOGGER = System.getLogger(StreamExecutors.class.getName());

  /** Before it, a virtual thread that waits in a monitor keeps its carrier (JEP 491). */
  private static final int FIRST_RELEASE_WITH_GOOD_VIRTUAL_THREADS = 24;

  @Resource private ManagedThreadFactory threadFactory;
  @Resource private ContextService contextService;

  private int maxBlockedReaders;
  private ExecutorService executor;
  private DeliveryThreads deliveries;
  private Consumer<Runnable> applicationContext = Runnable::run;

  /** For the container's proxy. */
  protected StreamExecutors() {}

  /**
   * Creates executors that {@link #start} gives their threads.
   *
   * @param maxPerNode how many readers may block their threads at the same time
   */
  @Inject
  public StreamExecutors(@ConfigProperty(name = "uru.streams.max-per-node") int maxPerNode) {
    this.maxBlockedReaders = maxPerNode;
  }

  /** Creates executors without a container and without readers. */
  public StreamExecutors(ExecutorService executor) {
    this.executor = executor;
  }

  @PostConstruct
  void start() {
    executor =
        Runtime.version().feature() < FIRST_RELEASE_WITH_GOOD_VIRTUAL_THREADS
            ? Executors.newCachedThreadPool(threadFactory)
            : virtualThreads();
    // The thread factory would give a new thread the context of the thread that asked for it, which
    // may be a thread that watches sockets and has none.
    applicationContext = contextService.contextualConsumer(Runnable::run);
    deliveries = new DeliveryThreads(threadFactory, maxBlockedReaders);
  }

  /** By reflection, because the code is compiled for Java 17. */
  private static ExecutorService virtualThreads() {
    try {
      return (ExecutorService)
          requireNonNull(Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("This Java has no virtual threads", e);
    }
  }

  @PreDestroy
  void stop() {
    deliveries.stop();
    executor.shutdownNow();
  }

  /**
   * Runs a stream on a thread of its own and releases its permit when the stage that the stream
   * returns has completed.
   */
  public void run(StreamPermit permit, Supplier<CompletionStage<Void>> stream) {
    CompletableFuture<Void> unused =
        CompletableFuture.supplyAsync(stream, this)
            .thenCompose(Function.identity())
            .whenComplete(
                (end, failure) -> {
                  permit.release();
                  logFailure(failure);
                });
  }

  private static void logFailure(@Nullable Throwable failure) {
    if (failure != null) {
      LOGGER.log(Level.ERROR, "A stream failed unexpectedly", Failures.causeOf(failure));
    }
  }

  /** Runs work of a stream that may block, in the application's context. */
  @Override
  public void execute(Runnable work) {
    executor.execute(() -> applicationContext.accept(work));
  }

  /**
   * Returns the executor of short writes to readers; a write that blocks delays no other reader.
   */
  public Executor deliveries() {
    return deliveries;
  }
}
