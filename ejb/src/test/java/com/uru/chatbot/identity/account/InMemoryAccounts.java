package com.uru.chatbot.identity.account;

import com.uru.chatbot.identity.user.Account;
import com.uru.chatbot.identity.user.EmailAddress;
import com.uru.chatbot.identity.user.User;
import com.uru.chatbot.identity.user.UserStatus;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Role;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

public final class InMemoryAccounts implements AccountRepository {
  private final Map<UUID, Account> accounts = new LinkedHashMap<>();

  @Override
  public Optional<AccountKey> locate(EmailAddress email) {
    return accounts.values().stream()
        .map(Account::user)
        .filter(user -> EmailAddress.of(user.email()).key().equals(email.key()))
        .map(user -> new AccountKey(user.tenant().id(), user.id()))
        .findFirst();
  }

  @Override
  public Map<AccountKey, EmailAddress> withoutEmailKey() {
    return Map.of();
  }

  @Override
  public void addEmailKey(AccountKey account, EmailAddress email) {
    throw new IllegalStateException("Every account here has its key");
  }

  @Override
  public List<User> addedBefore(UUID tenantId, Instant time) {
    return accounts.values().stream()
        .map(Account::user)
        .filter(user -> user.tenant().id().equals(tenantId))
        .filter(user -> user.status() == UserStatus.ACTIVE && user.createdAt().isBefore(time))
        .toList();
  }

  @Override
  public Optional<Account> find(UUID tenantId, UUID userId) {
    return Optional.ofNullable(accounts.get(userId))
        .filter(account -> account.user().tenant().id().equals(tenantId));
  }

  @Override
  public Optional<Account> lock(UUID tenantId, UUID userId) {
    return find(tenantId, userId);
  }

  @Override
  public void add(Account account) {
    if (locate(EmailAddress.of(account.user().email())).isPresent()) {
      throw new DomainException(ProblemCode.EMAIL_TAKEN);
    }
    accounts.put(account.user().id(), account);
  }

  @Override
  public void update(Account account) {
    accounts.computeIfPresent(
        account.user().id(),
        (id, old) -> new Account(account.user(), old.passwordHash(), account.preferences()));
  }

  @Override
  public boolean changePassword(
      UUID tenantId, UUID userId, @Nullable String presentHash, String newHash) {
    Account account = find(tenantId, userId).orElseThrow();
    boolean unchanged =
        account.user().status() == UserStatus.ACTIVE
            && Objects.equals(account.passwordHash(), presentHash);
    if (unchanged) {
      accounts.put(userId, account.withPasswordHash(newHash));
    }
    return unchanged;
  }

  @Override
  public boolean changeEmail(
      UUID tenantId, UUID userId, @Nullable String presentHash, EmailAddress email) {
    Account account = find(tenantId, userId).orElseThrow();
    User user = account.user();
    if (user.status() != UserStatus.ACTIVE
        || !Objects.equals(account.passwordHash(), presentHash)) {
      return false;
    }
    if (locate(email).filter(other -> !other.userId().equals(userId)).isPresent()) {
      throw new DomainException(ProblemCode.EMAIL_TAKEN);
    }
    User changed =
        new User(
            userId,
            user.tenant(),
            email.text(),
            user.displayName(),
            user.role(),
            user.status(),
            user.createdAt());
    accounts.put(userId, new Account(changed, presentHash, account.preferences()));
    return true;
  }

  @Override
  public List<AccountKey> withoutSearchKey() {
    return List.of();
  }

  @Override
  public void addSearchKey(AccountKey account) {
    throw new IllegalStateException("Every account here has its key");
  }

  @Override
  public List<AccountKey> unfinishedErasures(Instant before) {
    return List.of();
  }

  public int size() {
    return accounts.size();
  }

  /** What only an administrator can do. */
  public void administer(UUID userId, Role role, UserStatus status) {
    Account old = Optional.ofNullable(accounts.get(userId)).orElseThrow();
    accounts.put(
        userId, new Account(old.user().with(role, status), old.passwordHash(), old.preferences()));
  }
}
