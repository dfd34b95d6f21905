package com.uru.chatbot.conversation;

import com.uru.chatbot.conversation.ConversationRepository.ListPosition;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.Page;
import com.uru.chatbot.shared.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The opaque cursor of the conversation list: the last item's place in its order. */
final class ConversationCursor {
  private ConversationCursor() {}

  static @Nullable ListPosition decode(@Nullable String cursor) {
    if (cursor == null || cursor.isEmpty()) {
      return null;
    }
    try {
      String[] parts =
          new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(" ", -1);
      return new ListPosition(
          Boolean.parseBoolean(parts[0]), Instant.parse(parts[1]), UUID.fromString(parts[2]));
    } catch (RuntimeException e) {
      throw new DomainException(ProblemCode.VALIDATION_FAILED, "cursor is not one of ours");
    }
  }

  static Page<Conversation> page(List<Conversation> found, int limit) {
    if (found.size() <= limit) {
      return new Page<>(found, null);
    }
    List<Conversation> items = found.subList(0, limit);
    return new Page<>(items, encode(items.get(limit - 1)));
  }

  private static String encode(Conversation last) {
    String place = last.pinned() + " " + last.updatedAt() + " " + last.id();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(place.getBytes(StandardCharsets.UTF_8));
  }
}
