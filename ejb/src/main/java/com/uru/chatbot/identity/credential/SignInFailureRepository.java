package com.uru.chatbot.identity.credential;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** Where sign-in attempts are counted until one succeeds. */
interface SignInFailureRepository {
  /**
   * Counts an attempt, unless the subject is blocked.
   *
   * @param forgottenBefore older attempts no longer count
   * @return how many attempts there are now; empty if the subject is blocked
   */
  OptionalInt count(UUID tenantId, byte[] subject, Instant now, Instant forgottenBefore);

  void block(UUID tenantId, byte[] subject, Instant until);

  Optional<Instant> blockedUntil(UUID tenantId, byte[] subject);

  void clear(UUID tenantId, byte[] subject);

  /** Takes one attempt and the block back. */
  void takeBack(UUID tenantId, byte[] subject);

  /** Drops what no longer counts, of all subjects. */
  void forget(UUID tenantId, Instant before);
}
