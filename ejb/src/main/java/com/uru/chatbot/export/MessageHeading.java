package com.uru.chatbot.export;

import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessageProblem;
import com.uru.chatbot.conversation.MessageRole;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The words that the formats for people have in common. */
final class MessageHeading {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

  private final ZoneId timeZone;

  /** Tells times in this zone. */
  MessageHeading(ZoneId timeZone) {
    this.timeZone = timeZone;
  }

  /** Returns who has written a message: the user, or a model by its id. */
  static String author(Message message) {
    if (message.role() == MessageRole.USER) {
      return "You";
    }
    return message.model() == null ? "Assistant" : message.model();
  }

  /** Returns a time, to the minute. */
  String time(Instant time) {
    return TIME.format(time.atZone(timeZone));
  }

  /** Returns the name of the time zone, as times in this file are told. */
  String timeZone() {
    return timeZone.getId();
  }

  /** Returns how an answer ended that was not completed, or null. */
  static @Nullable String ending(Message message) {
    return switch (message.status()) {
      case COMPLETED -> null;
      case STREAMING -> "This answer was still being written when it was exported.";
      case STOPPED -> "This answer was stopped.";
      case INCOMPLETE -> "This answer is incomplete.";
      case INTERRUPTED -> "This answer was interrupted.";
      case FAILED -> failure(message.problem());
    };
  }

  private static String failure(@Nullable MessageProblem problem) {
    return problem == null ? "This answer failed." : "This answer failed: " + problem.detail();
  }
}
