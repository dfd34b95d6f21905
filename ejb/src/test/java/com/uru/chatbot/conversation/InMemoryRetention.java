package com.uru.chatbot.conversation;

import com.uru.chatbot.tenant.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a server knows of the conversations of some users in memory. */
final class InMemoryRetention implements RetentionRepository {
  private final InMemoryConversations conversations;
  private final List<Caller> owners;
  boolean otherNodeDeletes;

  InMemoryRetention(InMemoryConversations conversations, Caller... owners) {
    this.conversations = conversations;
    this.owners = List.of(owners);
  }

  @Override
  public List<Retention> retentions() {
    return new ArrayList<>();
  }

  @Override
  public Optional<UUID> inactiveOwner(UUID tenantId, Instant since) {
    return owners.stream()
        .filter(owner -> !conversations.lockInactive(owner, since, 1).isEmpty())
        .map(Caller::userId)
        .findFirst();
  }

  @Override
  public long countInactive(UUID tenantId, Instant since) {
    return owners.stream()
        .mapToLong(owner -> conversations.lockInactive(owner, since, Integer.MAX_VALUE).size())
        .sum();
  }

  @Override
  public boolean acquire(UUID tenantId) {
    return !otherNodeDeletes;
  }
}
