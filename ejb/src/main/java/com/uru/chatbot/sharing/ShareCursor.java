package com.uru.chatbot.sharing;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.Page;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.sharing.ShareRepository.Position;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The opaque cursor of a list of shares: the place of the last one of a page. */
final class ShareCursor {
  private ShareCursor() {}

  static @Nullable Position decode(@Nullable String cursor) {
    if (cursor == null || cursor.isEmpty()) {
      return null;
    }
    try {
      String[] parts =
          new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(" ", -1);
      return new Position(Instant.parse(parts[0]), UUID.fromString(parts[1]));
    } catch (RuntimeException e) {
      throw new DomainException(ProblemCode.VALIDATION_FAILED, "cursor is not one of this list");
    }
  }

  /** Returns a page of what was found, which may be one more than the page takes. */
  static Page<Share> page(List<Share> found, int limit) {
    if (found.size() <= limit) {
      return new Page<>(found, null);
    }
    List<Share> items = found.subList(0, limit);
    return new Page<>(items, encode(items.get(limit - 1)));
  }

  private static String encode(Share last) {
    String place = last.updatedAt() + " " + last.id();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(place.getBytes(StandardCharsets.UTF_8));
  }
}
