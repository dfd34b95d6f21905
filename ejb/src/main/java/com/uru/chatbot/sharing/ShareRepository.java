package com.uru.chatbot.sharing;

import com.uru.chatbot.conversation.FinishedBranch;
import com.uru.chatbot.tenant.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where shares are kept. What belongs to people whose erasure has begun is not found any more.
 * Lists have the latest share first.
 */
public interface ShareRepository {
  /** The place of a share in a list. */
  record Position(Instant updatedAt, UUID id) {}

  /**
   * Shares a conversation of the owner. A conversation that is shared already keeps its id, and so
   * its link.
   */
  void put(
      Caller owner, UUID conversationId, FinishedBranch branch, Audience audience, Instant now);

  /** Changes who finds a conversation of the owner, if it is shared. */
  void changeAudience(Caller owner, UUID conversationId, Audience audience);

  /** Returns the share of a conversation of the owner. */
  Optional<Share> ofConversation(Caller owner, UUID conversationId);

  /** Returns a share of anybody of the tenant. */
  Optional<Share> find(UUID tenantId, UUID id);

  /** Deletes the share of a conversation of the owner, if there is one. */
  void remove(Caller owner, UUID conversationId);

  /** Returns shares of the owner, after a place. */
  List<Share> ofOwner(Caller owner, @Nullable Position after, int limit);

  /** Returns what is shared with everybody of the tenant, after a place. */
  List<Share> forEverybody(UUID tenantId, @Nullable Position after, int limit);
}
