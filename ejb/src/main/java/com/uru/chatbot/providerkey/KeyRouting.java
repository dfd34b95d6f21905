package com.uru.chatbot.providerkey;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where requests with a key go, and in whose name: what a user may give beside the key. Not secret,
 * but not logged either, because an organisation's id identifies it.
 *
 * @param host the API host that the key belongs to, with a port unless it is the default one; null:
 *     the configured one
 * @param organization the id of the organisation that is charged; null: the key's default
 * @param project the id of the project that is charged; null: the key's own
 */
public record KeyRouting(
    @Nullable String host, @Nullable String organization, @Nullable String project) {
  /** The configured host, and what the provider takes by default. */
  public static final KeyRouting DEFAULT = new KeyRouting(null, null, null);

  private static final Pattern HOST =
      Pattern.compile("[a-z0-9](?:[a-z0-9.-]{0,252})(?::\\d{1,5})?");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /** Returns whether this is the name of a host in lower case, perhaps with a port. */
  static boolean isHost(String value) {
    return HOST.matcher(value).matches();
  }

  /** Returns whether this can be the id of an organisation or a project. */
  static boolean isId(String value) {
    return ID.matcher(value).matches();
  }

  @Override
  public String toString() {
    return "KeyRouting[hidden]";
  }
}
