package com.uru.chatbot.identity;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.shared.UniqueKeys;
import com.uru.chatbot.tenant.TenantRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Accounts in PostgreSQL. */
@ApplicationScoped
public class JpaAccountRepository implements AccountRepository {
  @PersistenceContext(unitName = "uru")
  @SuppressWarnings("NullAway.Init")
  private EntityManager entityManager;

  private TenantRepository tenants;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected JpaAccountRepository() {}

  @Inject
  public JpaAccountRepository(TenantRepository tenants, Clock clock) {
    this.tenants = tenants;
    this.clock = clock;
  }

  @Override
  public Optional<AccountKey> locate(String email) {
    List<?> found =
        entityManager
            .createNativeQuery("select tenant_id, user_id from find_account(cast(?1 as text))")
            .setParameter(1, email)
            .getResultList();
    return found.stream()
        .map(Object[].class::cast)
        .map(row -> new AccountKey((UUID) row[0], (UUID) row[1]))
        .findFirst();
  }

  @Override
  public Optional<Account> find(UUID tenantId, UUID userId) {
    return row(tenantId, userId).map(row -> row.toAccount(tenants.get(tenantId)));
  }

  @Override
  public void add(Account account) {
    try {
      entityManager.persist(new UserRow(account));
      entityManager.flush();
    } catch (RuntimeException e) {
      if (UniqueKeys.isUniqueViolation(e)) {
        throw new DomainException(ProblemCode.EMAIL_TAKEN);
      }
      throw e;
    }
  }

  @Override
  public void update(Account account) {
    User user = account.user();
    row(user.tenant().id(), user.id()).orElseThrow().write(account, OffsetDateTime.now(clock));
  }

  private Optional<UserRow> row(UUID tenantId, UUID userId) {
    return entityManager
        .createQuery(
            "select u from UserRow u where u.tenantId = :tenant and u.id = :id", UserRow.class)
        .setParameter("tenant", tenantId)
        .setParameter("id", userId)
        .getResultStream()
        .findFirst();
  }
}
