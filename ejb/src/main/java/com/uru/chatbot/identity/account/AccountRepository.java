package com.uru.chatbot.identity.account;

import com.uru.chatbot.identity.user.Account;
import com.uru.chatbot.identity.user.EmailAddress;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Where accounts are kept. All but {@link #locate} and {@link #withoutEmailKey} see the
 * transaction's tenant only.
 */
interface AccountRepository {
  /**
   * Returns whose address this is, in any tenant. An account with this very spelling, whatever its
   * case, comes before one with the same key: versions that had no keys could make both.
   */
  Optional<AccountKey> locate(EmailAddress email);

  /** Returns the accounts of all tenants without an e-mail key, and their addresses. */
  Map<AccountKey, EmailAddress> withoutEmailKey();

  /**
   * Stores the e-mail key of an account.
   *
   * @throws com.uru.chatbot.shared.DomainException {@code EMAIL_TAKEN} if another account has it
   */
  void addEmailKey(AccountKey account, EmailAddress email);

  Optional<Account> find(UUID tenantId, UUID userId);

  /**
   * Keeps a new account.
   *
   * @throws com.uru.chatbot.shared.DomainException {@code EMAIL_TAKEN}
   */
  void add(Account account);

  /** Keeps the display name, preferences and password of an account. */
  void update(Account account);
}
