package com.uru.chatbot.identity;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Role;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

final class InMemoryAccounts implements AccountRepository {
  private final Map<UUID, Account> accounts = new LinkedHashMap<>();

  @Override
  public Optional<AccountKey> locate(String email) {
    return accounts.values().stream()
        .map(Account::user)
        .filter(user -> user.email().equalsIgnoreCase(email))
        .map(user -> new AccountKey(user.tenant().id(), user.id()))
        .findFirst();
  }

  @Override
  public Optional<Account> find(UUID tenantId, UUID userId) {
    return Optional.ofNullable(accounts.get(userId))
        .filter(account -> account.user().tenant().id().equals(tenantId));
  }

  @Override
  public void add(Account account) {
    if (locate(account.user().email()).isPresent()) {
      throw new DomainException(ProblemCode.EMAIL_TAKEN);
    }
    accounts.put(account.user().id(), account);
  }

  @Override
  public void update(Account account) {
    accounts.replace(account.user().id(), account);
  }

  int size() {
    return accounts.size();
  }

  /** What only an administrator can do. */
  void administer(UUID userId, Role role, UserStatus status) {
    Account old = Optional.ofNullable(accounts.get(userId)).orElseThrow();
    User user = old.user();
    accounts.put(
        userId,
        new Account(
            new User(
                user.id(),
                user.tenant(),
                user.email(),
                user.displayName(),
                role,
                status,
                user.createdAt()),
            old.passwordHash(),
            old.preferences()));
  }
}
