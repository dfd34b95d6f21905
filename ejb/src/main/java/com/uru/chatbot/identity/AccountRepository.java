package com.uru.chatbot.identity;

import java.util.Optional;
import java.util.UUID;

/** Where accounts are kept. All but {@link #locate} see the transaction's tenant only. */
interface AccountRepository {
  /** Whose address this is, in any tenant; the case does not matter. */
  Optional<AccountKey> locate(String email);

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
