package com.uru.chatbot.usage;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Admits one use of a kind at a time for each user, and a few for all users of this node. For any
 * threads.
 */
public final class ConcurrencyLimit {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private final String use;
  private final int maxUses;
  private final Set<UUID> users = new HashSet<>();

  /**
   * Creates a limit that nobody has used.
   *
   * @param use as a refusal names it, in the singular
   * @param maxUses at the same time on this node, at least 1
   */
  public ConcurrencyLimit(String use, int maxUses) {
    this.use = use;
    this.maxUses = maxUses;
  }

  /** A use that was admitted; closing it twice is the same as once. */
  public interface Permit extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Admits a use, until the permit is closed.
   *
   * @throws DomainException {@code RATE_LIMITED} if this user has one, or too many users do
   */
  public synchronized Permit acquire(Caller caller) {
    UUID user = caller.userId();
    if (users.contains(user)) {
      throw refusal("Another " + use + " of yours is running.");
    }
    if (users.size() >= maxUses) {
      throw refusal("Others use all places for an " + use + ".");
    }
    users.add(user);
    return new Permit() {
      private boolean open = true;

      @Override
      public void close() {
        synchronized (ConcurrencyLimit.this) {
          if (open) {
            open = false;
            users.remove(user);
          }
        }
      }
    };
  }

  /**
   * Admits a use that is counted elsewhere as well, until the permit is closed.
   *
   * @param count refuses the use by what it throws
   * @throws DomainException as {@link #acquire(Caller)} does
   */
  public Permit acquire(Caller caller, Runnable count) {
    Permit permit = acquire(caller);
    try {
      count.run();
      return permit;
    } catch (RuntimeException e) {
      permit.close();
      throw e;
    }
  }

  private static DomainException refusal(String detail) {
    return new DomainException(ProblemCode.RATE_LIMITED, detail, Map.of(), RETRY_AFTER);
  }
}
