package com.uru.chatbot.identity.account;

import com.uru.chatbot.identity.user.EmailAddress;
import com.uru.chatbot.identity.user.User;
import com.uru.chatbot.identity.user.UserStatus;
import com.uru.chatbot.shared.Page;
import com.uru.chatbot.tenant.Role;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The people of the transaction's tenant, as an administrator manages them. */
public interface UserDirectory {
  /** The order of a list; people with equal names stay in the order of their ids. */
  enum Order {
    NAME,
    EMAIL,
    NEWEST
  }

  /**
   * Which people a list has.
   *
   * @param search words that are all in the name or the address, {@code null} for everybody
   */
  record Filter(@Nullable String search, @Nullable Role role, @Nullable UserStatus status) {}

  /**
   * One person.
   *
   * @param hasPassword whether a password was set; until then only an invitation lets them in
   * @param sessions how many sessions are alive
   * @param lastUsedAt when a session was last used, {@code null} if there is none
   * @param storedBytes of the texts of their messages in UTF-8
   * @param version rises with every change; the optimistic lock
   */
  record Entry(
      User user,
      boolean hasPassword,
      int sessions,
      @Nullable Instant lastUsedAt,
      long storedBytes,
      long conversations,
      long version) {}

  /** Returns a page of those who pass the filter. */
  Page<Entry> list(
      UUID tenantId, Filter filter, Order order, @Nullable String cursor, int limit, Instant now);

  /** Returns how many pass the filter. */
  long count(UUID tenantId, Filter filter);

  Optional<Entry> find(UUID tenantId, UUID id, Instant now);

  /**
   * Adds a person without a password.
   *
   * @throws com.uru.chatbot.shared.DomainException {@code EMAIL_TAKEN}
   */
  void add(User user);

  /** Returns whether there is an account with this address, in any tenant. */
  boolean hasAccount(EmailAddress email);

  /** Writes name, role and status. */
  void update(User user, Instant now);

  /**
   * Takes name, address, password, sessions and link away from a person, who is in no list any
   * more; {@link AccountErasure} deletes what they have after that.
   */
  void beginErasure(UUID tenantId, UUID id, Instant now);

  /** Deletes the row of a person, and what is left of them. */
  void delete(UUID tenantId, UUID id);

  /** Ends all sessions of a person. */
  void endSessions(UUID tenantId, UUID id, Instant now);

  /**
   * Returns how many active administrators with a password there are beside this person, and keeps
   * others from changing any of them until the transaction ends. Who was only invited does not
   * count: the link may never be used.
   */
  int lockOtherAdmins(UUID tenantId, UUID id);
}
