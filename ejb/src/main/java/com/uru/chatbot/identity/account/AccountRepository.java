package com.uru.chatbot.identity.account;

import com.uru.chatbot.identity.user.Account;
import com.uru.chatbot.identity.user.EmailAddress;
import com.uru.chatbot.identity.user.User;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where accounts are kept. Those that answer with {@link AccountKey}s see all tenants, the others
 * the transaction's only.
 */
public interface AccountRepository {
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

  /** Returns the active users of a tenant that were added before a time. */
  List<User> addedBefore(UUID tenantId, Instant time);

  Optional<Account> find(UUID tenantId, UUID userId);

  /** Finds an account and keeps others from changing it until the transaction ends. */
  Optional<Account> lock(UUID tenantId, UUID userId);

  /**
   * Keeps a new account.
   *
   * @throws com.uru.chatbot.shared.DomainException {@code EMAIL_TAKEN}
   */
  void add(Account account);

  /** Keeps the display name and the preferences of an account. */
  void update(Account account);

  /**
   * Stores another password of an active account, if this is still the present one.
   *
   * @param presentHash {@code null} if there is none
   * @return {@code false} if the password is another one by now, or the account is not active
   */
  boolean changePassword(UUID tenantId, UUID userId, @Nullable String presentHash, String newHash);

  /**
   * Stores another e-mail address of an active account, if its password is still the present one.
   *
   * @param presentHash {@code null} if there is none
   * @return {@code false} if the password is another one by now, or the account is not active
   * @throws com.uru.chatbot.shared.DomainException {@code EMAIL_TAKEN}
   */
  boolean changeEmail(UUID tenantId, UUID userId, @Nullable String presentHash, EmailAddress email);

  /** Returns the accounts of all tenants that a search finds only by the letters as typed. */
  List<AccountKey> withoutSearchKey();

  /** Stores the search key of an account. */
  void addSearchKey(AccountKey account);

  /**
   * Returns the accounts of all tenants whose erasure was begun before a time and has not ended.
   */
  List<AccountKey> unfinishedErasures(Instant before);
}
