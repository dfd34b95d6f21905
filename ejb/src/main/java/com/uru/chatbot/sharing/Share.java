package com.uru.chatbot.sharing;

import java.time.Instant;
import java.util.UUID;

/**
 * A conversation that is shown to others, as it was when its owner shared it last.
 *
 * @param headMessageId the end of the branch that is shown
 * @param title up to 200 characters; empty if the conversation had none
 * @param ownerName the present display name of the owner
 * @param messageCount how many messages are shown, at least 1
 * @param createdAt when it was shared first, under this link
 * @param updatedAt when it was shared last
 */
public record Share(
    UUID id,
    UUID ownerId,
    UUID conversationId,
    UUID headMessageId,
    String title,
    String ownerName,
    int messageCount,
    Audience audience,
    Instant createdAt,
    Instant updatedAt) {

  /** Without title and name, which would end up in logs. */
  @Override
  public String toString() {
    return "Share[" + id + "]";
  }
}
