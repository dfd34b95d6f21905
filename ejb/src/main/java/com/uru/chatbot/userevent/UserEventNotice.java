package com.uru.chatbot.userevent;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An event as the database tells it to all nodes; migration V10 lists the forms. */
public record UserEventNotice(UUID tenantId, UUID userId, UserEvent event) {
  /**
   * Returns the notice, or empty if its kind or form is unknown: a later version may have added it.
   */
  public static Optional<UserEventNotice> parse(String text) {
    String[] words = text.split(" ", -1);
    try {
      UserEvent event = event(words);
      return event == null
          ? Optional.empty()
          : Optional.of(
              new UserEventNotice(UUID.fromString(words[1]), UUID.fromString(words[2]), event));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException unknownForm) {
      return Optional.empty();
    }
  }

  private static @Nullable UserEvent event(String[] words) {
    return switch (words[0]) {
      case "changed" ->
          new UserEvent.ConversationChanged(UUID.fromString(words[3]), Long.parseLong(words[4]));
      case "deleted" -> new UserEvent.ConversationDeleted(UUID.fromString(words[3]));
      case "started" -> new UserEvent.GenerationStarted(UUID.fromString(words[3]));
      case "ended" ->
          new UserEvent.GenerationEnded(UUID.fromString(words[3]), Long.parseLong(words[4]));
      case "many" -> new UserEvent.EventsMissed();
      default -> null;
    };
  }
}
