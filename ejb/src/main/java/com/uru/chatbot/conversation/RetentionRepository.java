package com.uru.chatbot.conversation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a server knows of inactive conversations outside the context of their owners. */
public interface RetentionRepository {
  /**
   * What a tenant has set.
   *
   * @param days after so many days without activity a conversation is deleted
   */
  record Retention(UUID tenantId, int days) {}

  /** Returns the tenants that have set a time. */
  List<Retention> retentions();

  /** Returns the owner of a conversation without activity since a time, if there is one. */
  Optional<UUID> inactiveOwner(UUID tenantId, Instant since);

  /** Returns how many conversations of a tenant had no activity since a time. */
  long countInactive(UUID tenantId, Instant since);

  /**
   * Makes this node the only one that deletes in a tenant until the transaction ends.
   *
   * @return false if another node is at it
   */
  boolean acquire(UUID tenantId);
}
