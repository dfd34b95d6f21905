package com.uru.chatbot.tenant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/**
 * Sets the two transaction-local variables on the connection that the persistence context has
 * joined.
 */
@ApplicationScoped
public class JpaTenantContext implements TenantContext {
  @PersistenceContext(unitName = "uru")
  @SuppressWarnings("NullAway.Init")
  private EntityManager entityManager;

  @Override
  public void enter(Caller caller) {
    entityManager
        .createNativeQuery(
            "select set_config('uru.tenant', ?1, true), set_config('uru.user', ?2, true)")
        .setParameter(1, caller.tenantId().toString())
        .setParameter(2, caller.userId().toString())
        .getSingleResult();
  }
}
