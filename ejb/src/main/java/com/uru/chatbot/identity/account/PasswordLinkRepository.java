package com.uru.chatbot.identity.account;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Where links are kept by which people set a password; one for each person at most. */
interface PasswordLinkRepository {
  /** Stores a link in place of the person's former one. */
  void put(UUID tenantId, UUID userId, byte[] tokenHash, Instant now, Instant expiresAt);

  /** Returns whose link this is, if it has not expired. */
  Optional<UUID> find(UUID tenantId, byte[] tokenHash, Instant now);

  /** Removes a person's link if there is one. */
  void remove(UUID tenantId, UUID userId);

  /** Removes a link; of all who try, exactly one gets {@code true}. */
  boolean use(UUID tenantId, byte[] tokenHash, Instant now);
}
