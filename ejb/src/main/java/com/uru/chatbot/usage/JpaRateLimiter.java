package com.uru.chatbot.usage;

import com.uru.chatbot.shared.RequestDigest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.util.UUID;

/**
 * Counts in PostgreSQL and in its time. Who it was is hashed: addresses are nobody's business in a
 * table of counts.
 */
@ApplicationScoped
public class JpaRateLimiter implements RateLimiter {
  @PersistenceContext(unitName = "uru")
  @SuppressWarnings("NullAway.Init")
  private EntityManager entityManager;

  @Override
  public void admit(UUID tenantId, RateLimit limit, Object who) {
    Number wait =
        (Number)
            entityManager
                .createNativeQuery("select count_use(?1, ?2, ?3, ?4)")
                .setParameter(1, tenantId)
                .setParameter(2, RequestDigest.of(limit.what(), who))
                .setParameter(3, seconds(limit.perUse()))
                .setParameter(4, seconds(limit.period()))
                .getSingleResult();
    if (wait.doubleValue() > 0) {
      throw limit.reached(Duration.ofMillis(Math.round(Math.ceil(wait.doubleValue() * 1000))));
    }
  }

  /** Rows that are in use just now are left to the next time: nobody waits for this. */
  @Override
  public void forget(UUID tenantId) {
    entityManager
        .createNativeQuery(
            """
            delete from rate_limits where (tenant_id, subject) in (
              select tenant_id, subject from rate_limits
              where tenant_id = ?1 and used_until < now() for update skip locked)
            """)
        .setParameter(1, tenantId)
        .executeUpdate();
  }

  @Override
  public void clear(UUID tenantId) {
    entityManager
        .createNativeQuery("delete from rate_limits where tenant_id = ?1")
        .setParameter(1, tenantId)
        .executeUpdate();
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
