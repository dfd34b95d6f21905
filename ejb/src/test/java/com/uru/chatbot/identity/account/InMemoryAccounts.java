package com.uru.chatbot.identity.account;

import com.uru.chatbot.identity.user.Account;
import com.uru.chatbot.identity.user.EmailAddress;
import com.uru.chatbot.identity.user.User;
import com.uru.chatbot.identity.user.UserStatus;
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
  public Optional<Account> find(UUID tenantId, UUID userId) {
    return Optional.ofNullable(accounts.get(userId))
        .filter(account -> account.user().tenant().id().equals(tenantId));
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
