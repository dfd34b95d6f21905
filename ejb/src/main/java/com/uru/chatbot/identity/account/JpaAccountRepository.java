package com.uru.chatbot.identity.account;

import com.uru.chatbot.identity.user.Account;
import com.uru.chatbot.identity.user.EmailAddress;
import com.uru.chatbot.identity.user.User;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.shared.UniqueKeys;
import com.uru.chatbot.tenant.TenantRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.persistence.TypedQuery;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
  public Optional<AccountKey> locate(EmailAddress email) {
    return rows(entityManager
            .createNativeQuery(
                "select tenant_id, user_id"
                    + " from find_account(cast(?1 as text), cast(?2 as text))")
            .setParameter(1, email.text())
            .setParameter(2, email.key()))
        .map(JpaAccountRepository::key)
        .findFirst();
  }

  @Override
  public Map<AccountKey, EmailAddress> withoutEmailKey() {
    return rows(entityManager.createNativeQuery(
            "select tenant_id, user_id, email from accounts_without_email_key()"))
        .collect(
            Collectors.toMap(JpaAccountRepository::key, row -> EmailAddress.of((String) row[2])));
  }

  private static Stream<Object[]> rows(Query query) {
    List<?> found = query.getResultList();
    return found.stream().map(Object[].class::cast);
  }

  private static AccountKey key(Object[] row) {
    return new AccountKey((UUID) row[0], (UUID) row[1]);
  }

  @Override
  public void addEmailKey(AccountKey account, EmailAddress email) {
    emailTakenOnDuplicate(
        () ->
            entityManager
                .createNativeQuery(
                    "update users set email_key = ?3"
                        + " where tenant_id = ?1 and id = ?2 and email_key is null")
                .setParameter(1, account.tenantId())
                .setParameter(2, account.userId())
                .setParameter(3, email.key())
                .executeUpdate());
  }

  @Override
  public Optional<Account> find(UUID tenantId, UUID userId) {
    return row(tenantId, userId).map(row -> row.toAccount(tenants.get(tenantId)));
  }

  @Override
  public Optional<Account> lock(UUID tenantId, UUID userId) {
    return rowQuery(tenantId, userId)
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .getResultStream()
        .findFirst()
        .map(row -> row.toAccount(tenants.get(tenantId)));
  }

  @Override
  public void add(Account account) {
    emailTakenOnDuplicate(
        () -> {
          entityManager.persist(new UserRow(account));
          entityManager.flush();
        });
  }

  private static void emailTakenOnDuplicate(Runnable statement) {
    try {
      statement.run();
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
    UserRow row = row(user.tenant().id(), user.id()).orElseThrow();
    row.writeOwnData(account, OffsetDateTime.now(clock));
    entityManager.flush();
    // A statement that changes the name drops a key that stays the same (V14).
    addSearchKey(new AccountKey(user.tenant().id(), user.id()));
  }

  @Override
  public boolean changePassword(
      UUID tenantId, UUID userId, @Nullable String presentHash, String newHash) {
    int changed =
        entityManager
            .createNativeQuery(
                """
                update users set password_hash = ?4, updated_at = ?5, version = version + 1
                where tenant_id = ?1 and id = ?2 and status = 'active'
                  and password_hash is not distinct from cast(?3 as text)
                """)
            .setParameter(1, tenantId)
            .setParameter(2, userId)
            .setParameter(3, presentHash)
            .setParameter(4, newHash)
            .setParameter(5, OffsetDateTime.now(clock))
            .executeUpdate();
    return changed == 1;
  }

  @Override
  public boolean changeEmail(
      UUID tenantId, UUID userId, @Nullable String presentHash, EmailAddress email) {
    Optional<UserRow> row =
        row(tenantId, userId).filter(found -> found.isActiveWithPassword(presentHash));
    emailTakenOnDuplicate(
        () -> {
          row.ifPresent(found -> found.changeEmail(email, OffsetDateTime.now(clock)));
          entityManager.flush();
        });
    return row.isPresent();
  }

  @Override
  public List<AccountKey> withoutSearchKey() {
    return rows(entityManager.createNativeQuery(
            "select tenant_id, user_id from users_without_search_key()"))
        .map(JpaAccountRepository::key)
        .toList();
  }

  @Override
  public void addSearchKey(AccountKey account) {
    row(account.tenantId(), account.userId())
        .ifPresent(row -> writeSearchKey(account, row.searchKey()));
  }

  private void writeSearchKey(AccountKey account, String key) {
    entityManager
        .createNativeQuery(
            """
            update users set search_key = ?3
            where tenant_id = ?1 and id = ?2 and search_key is distinct from ?3
            """)
        .setParameter(1, account.tenantId())
        .setParameter(2, account.userId())
        .setParameter(3, key)
        .executeUpdate();
  }

  @Override
  public List<AccountKey> unfinishedErasures(Instant before) {
    return rows(entityManager
            .createNativeQuery("select tenant_id, user_id from unfinished_erasures(?1)")
            .setParameter(1, before.atOffset(ZoneOffset.UTC)))
        .map(JpaAccountRepository::key)
        .toList();
  }

  @Override
  public List<User> addedBefore(UUID tenantId, Instant time) {
    return entityManager
        .createQuery(
            "select u from UserRow u where u.tenantId = :tenant and u.status = 'active'"
                + " and u.createdAt < :time",
            UserRow.class)
        .setParameter("tenant", tenantId)
        .setParameter("time", time.atOffset(ZoneOffset.UTC))
        .getResultStream()
        .map(row -> row.toAccount(tenants.get(tenantId)).user())
        .toList();
  }

  private Optional<UserRow> row(UUID tenantId, UUID userId) {
    return rowQuery(tenantId, userId).getResultStream().findFirst();
  }

  private TypedQuery<UserRow> rowQuery(UUID tenantId, UUID userId) {
    return entityManager
        .createQuery(
            "select u from UserRow u where u.tenantId = :tenant and u.id = :id", UserRow.class)
        .setParameter("tenant", tenantId)
        .setParameter("id", userId);
  }
}
