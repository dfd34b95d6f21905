package com.uru.chatbot.tenant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.UUID;

/** Tenants in PostgreSQL. */
@ApplicationScoped
public class JpaTenantRepository implements TenantRepository {
  @PersistenceContext(unitName = "uru")
  @SuppressWarnings("NullAway.Init")
  private EntityManager entityManager;

  @Override
  public Tenant get(UUID tenantId) {
    return entityManager
        .createQuery("select t from TenantRow t where t.id = :tenant", TenantRow.class)
        .setParameter("tenant", tenantId)
        .getSingleResult()
        .toTenant();
  }
}
