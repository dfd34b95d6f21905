package com.uru.chatbot.usage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Adds up the changes that triggers of PostgreSQL write. */
@ApplicationScoped
public class JpaStorageLedger implements StorageLedger {
  @PersistenceContext(unitName = "uru")
  @SuppressWarnings("NullAway.Init")
  private EntityManager entityManager;

  @Override
  public Stored stored(UUID tenantId, @Nullable UUID userId) {
    Query query =
        entityManager
            .createNativeQuery(
                """
                select coalesce(sum(bytes), 0), coalesce(sum(conversations), 0)
                from storage_changes where tenant_id = ?1 %s
                """
                    .formatted(userId == null ? "" : "and owner_id = ?2"))
            .setParameter(1, tenantId);
    if (userId != null) {
      query.setParameter(2, userId);
    }
    Object[] row = (Object[]) query.getSingleResult();
    return new Stored(((Number) row[0]).longValue(), ((Number) row[1]).longValue());
  }

  @Override
  public long rollUp() {
    return ((Number) entityManager.createNativeQuery("select roll_up_storage()").getSingleResult())
        .longValue();
  }
}
