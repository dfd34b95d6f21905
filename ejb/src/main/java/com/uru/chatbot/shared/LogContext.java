package com.uru.chatbot.shared;

import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The ids that every log line of the current thread carries, so that the lines of one request, one
 * user or one generation can be found. Ids only: never content, keys or addresses.
 *
 * @param requestId of the request that is or was served, null outside of requests
 * @param traceId of the trace that the request belongs to (W3C Trace Context), null if it has none
 * @param spanId of the span that what is done here is part of, null if it is not recorded
 * @param tenantId null until the caller is known
 * @param userId null until the caller is known
 * @param generationId null outside of generations
 */
public record LogContext(
    @Nullable String requestId,
    @Nullable String traceId,
    @Nullable String spanId,
    @Nullable UUID tenantId,
    @Nullable UUID userId,
    @Nullable UUID generationId) {
  private static final LogContext NONE = new LogContext(null, null, null, null, null, null);
  private static final ThreadLocal<LogContext> CURRENT = ThreadLocal.withInitial(() -> NONE);

  /** Ends the context that {@link #open} has begun on this thread. */
  @FunctionalInterface
  public interface Scope {
    /** Makes the context before it the one of this thread again. */
    void close();
  }

  /** Returns the context of a request whose caller is not known yet. */
  public static LogContext ofRequest(String requestId, @Nullable String traceId) {
    return new LogContext(requestId, traceId, null, null, null, null);
  }

  /** Returns the context of this thread; one without ids if there is none. */
  public static LogContext current() {
    return CURRENT.get();
  }

  /** Adds the caller to the context of this thread, until the scope around it is closed. */
  public static void setUser(UUID tenantId, UUID userId) {
    CURRENT.set(current().withUser(tenantId, userId));
  }

  /** Returns this context inside of a span. */
  public LogContext withSpan(String trace, String span) {
    return new LogContext(requestId, trace, span, tenantId, userId, generationId);
  }

  /** Returns this context with a user. */
  public LogContext withUser(UUID tenant, UUID user) {
    return new LogContext(requestId, traceId, spanId, tenant, user, generationId);
  }

  /** Returns this context with a generation. */
  public LogContext withGeneration(UUID id) {
    return new LogContext(requestId, traceId, spanId, tenantId, userId, id);
  }

  /** Makes this the context of this thread, until the scope is closed. */
  public Scope open() {
    LogContext before = CURRENT.get();
    CURRENT.set(this);
    return before.equals(NONE) ? CURRENT::remove : () -> CURRENT.set(before);
  }

  /** Runs something in this context and returns its result. */
  public <T> T call(Supplier<T> work) {
    Scope scope = open();
    try {
      return work.get();
    } finally {
      scope.close();
    }
  }

  /** Runs something in this context. */
  public void run(Runnable work) {
    Scope scope = open();
    try {
      work.run();
    } finally {
      scope.close();
    }
  }
}
