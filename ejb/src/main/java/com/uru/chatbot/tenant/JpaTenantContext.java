package com.uru.chatbot.tenant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.UUID;

/**
 * Sets the two transaction-local variables on the connection that the persistence context has
 * joined.
 */
@ApplicationScoped
public class JpaTenantContext implements TenantContext {
  private static final String NO_USER = "";

  @PersistenceContext(unitName = "uru")
  @SuppressWarnings("NullAway.Init")
  private EntityManager entityManager;

  private TransactionPermits permits;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected JpaTenantContext() {}

  @Inject
  public JpaTenantContext(TransactionPermits permits) {
    this.permits = permits;
  }

  @Override
  public void enter(Caller caller) {
    bind(caller.tenantId(), caller.userId().toString());
  }

  @Override
  public void enterTenant(UUID tenantId) {
    bind(tenantId, NO_USER);
  }

  private void bind(UUID tenantId, String userId) {
    permits.acquire();
    entityManager
        .createNativeQuery(
            "select set_config('uru.tenant', ?1, true), set_config('uru.user', ?2, true)")
        .setParameter(1, tenantId.toString())
        .setParameter(2, userId)
        .getSingleResult();
  }
}
