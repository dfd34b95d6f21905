package com.uru.chatbot.generation.capacity;

import static java.util.Objects.requireNonNull;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.Failures;
import com.uru.chatbot.tenant.Caller;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.annotation.Gauge;
import org.jspecify.annotations.Nullable;

/**
 * The threads of everything that streams: never the HTTP pool, never the container's default
 * executor, so that a thousand open answers leave sign-in as quick as before. An answer has a
 * thread while it begins and while its end is saved, a virtual one where Java has good ones; in
 * between nobody waits for it. Readers share {@link DeliveryThreads}. Bounded, without a queue: a
 * stream either has its place now or is refused.
 */
@ApplicationScoped
@SuppressWarnings("NullAway.Init")
public class StreamThreads implements Executor {
  private static final Logger LOGGER = System.getLogger(StreamThreads.class.getName());

  /** Before it, a virtual thread that waits in a monitor keeps its carrier (JEP 491). */
  private static final int FIRST_RELEASE_WITH_GOOD_VIRTUAL_THREADS = 24;

  @Resource private ManagedThreadFactory threadFactory;
  @Resource private ContextService contextService;

  private int maxPerNode;
  private Semaphore free;
  private StreamLimit tenantLimit;
  private StreamLimit userLimit;
  private ExecutorService executor;
  private DeliveryThreads deliveries;
  private Consumer<Runnable> applicationContext = Runnable::run;

  /** For the container's proxy. */
  protected StreamThreads() {}

  /**
   * Threads within limits; each at least 1. What they count is what this node holds: running
   * answers, their readers, and titles being made.
   */
  @Inject
  public StreamThreads(
      @ConfigProperty(name = "uru.streams.max-per-node") int maxPerNode,
      @ConfigProperty(name = "uru.streams.max-per-tenant") int maxPerTenant,
      @ConfigProperty(name = "uru.streams.max-per-user") int maxPerUser) {
    this.maxPerNode = maxPerNode;
    this.free = new Semaphore(maxPerNode);
    this.tenantLimit = new StreamLimit(maxPerTenant, "Your organisation has");
    this.userLimit = new StreamLimit(maxPerUser, "You have");
  }

  public StreamThreads(ExecutorService executor, int maxPerNode, int maxPerTenant, int maxPerUser) {
    this(maxPerNode, maxPerTenant, maxPerUser);
    this.executor = executor;
  }

  /** Made at the start, so that its gauge is there before the first stream. */
  void initEagerly(@Observes @Initialized(ApplicationScoped.class) Object start) {}

  @PostConstruct
  void start() {
    executor =
        Runtime.version().feature() < FIRST_RELEASE_WITH_GOOD_VIRTUAL_THREADS
            ? Executors.newCachedThreadPool(threadFactory)
            : virtualThreads();
    // Not by the threads: the server gives each the context of the thread that requested it, and
    // that
    // may be a thread that watches sockets and has none.
    applicationContext = contextService.contextualConsumer(Runnable::run);
    deliveries = new DeliveryThreads(threadFactory, maxPerNode);
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
   * Keeps a place for one stream.
   *
   * @throws DomainException {@code TOO_MANY_STREAMS} if the caller, the tenant or the node has as
   *     many as it may
   */
  public Permit acquire(Caller caller) {
    userLimit.add(caller.userId());
    try {
      tenantLimit.add(caller.tenantId());
    } catch (DomainException full) {
      userLimit.remove(caller.userId());
      throw full;
    }
    Permit permit = new Permit(caller);
    if (!free.tryAcquire()) {
      permit.releaseCounts();
      throw StreamLimit.tooMany("This server has", maxPerNode);
    }
    return permit;
  }

  /** Runs work of a stream that may block, in the application's context. */
  @Override
  public void execute(Runnable work) {
    executor.execute(() -> applicationContext.accept(work));
  }

  /** Runs short pieces of writing to readers soon; one that blocks makes nobody else wait. */
  public Executor deliveries() {
    return deliveries;
  }

  /** How many streams this node holds, of all kinds. */
  @Gauge(
      name = "uru_streams_open",
      absolute = true,
      unit = MetricUnits.NONE,
      description = "Answers being written, their readers and titles being made on this node.")
  public int open() {
    return maxPerNode - free.availablePermits();
  }

  /** Returns how many streams this node may hold. */
  @Gauge(
      name = "uru_streams_max",
      absolute = true,
      unit = MetricUnits.NONE,
      description = "How many streams this node may hold: URU_STREAMS_MAX_PER_NODE.")
  public int max() {
    return maxPerNode;
  }

  /**
   * Waits until nothing streams.
   *
   * @return {@code false} if something still does after that time
   */
  public boolean awaitIdle(Duration limit) throws InterruptedException {
    boolean idle = free.tryAcquire(maxPerNode, limit.toMillis(), TimeUnit.MILLISECONDS);
    if (idle) {
      free.release(maxPerNode);
    }
    return idle;
  }

  /** A reserved place: either run in, or released, once. */
  public final class Permit {
    private final Caller caller;

    private Permit(Caller caller) {
      this.caller = caller;
    }

    /** Begins a stream on a thread of its own; the end of what it began releases the permit. */
    public void run(Supplier<CompletionStage<Void>> stream) {
      CompletableFuture<Void> unused =
          CompletableFuture.supplyAsync(stream, StreamThreads.this)
              .thenCompose(Function.identity())
              .whenComplete(this::ended);
    }

    private void ended(@Nullable Void end, @Nullable Throwable failure) {
      release();
      if (failure != null) {
        LOGGER.log(Level.ERROR, "A stream failed unexpectedly", Failures.causeOf(failure));
      }
    }

    /** Gives the place back: nothing ran, or a reader that ran elsewhere has ended. */
    public void release() {
      releaseCounts();
      free.release();
    }

    private void releaseCounts() {
      tenantLimit.remove(caller.tenantId());
      userLimit.remove(caller.userId());
    }
  }
}
