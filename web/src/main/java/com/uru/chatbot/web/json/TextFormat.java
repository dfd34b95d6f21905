package com.uru.chatbot.web.json;

import java.util.regex.Pattern;

/** What a string must look like to be taken. */
final class TextFormat {
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private TextFormat() {}

  /** RFC 9562 section 4; {@link java.util.UUID#fromString} also takes groups that are too short. */
  static boolean isUuid(String text) {
    return UUID.matcher(text).matches();
  }

  /** What PostgreSQL can store as text: no NUL, no half of a surrogate pair. */
  static boolean isStorable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isLowSurrogate(c)) {
        return false;
      }
      if (Character.isHighSurrogate(c)) {
        i++;
        if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
          return false;
        }
      }
    }
    return true;
  }
}
