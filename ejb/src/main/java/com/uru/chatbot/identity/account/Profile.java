package com.uru.chatbot.identity.account;

import com.uru.chatbot.identity.user.User;
import jakarta.json.JsonObject;

/**
 * A user about themselves.
 *
 * @param preferences what the user's clients keep here; the server does not read it
 */
public record Profile(User user, JsonObject preferences) {
  @Override
  public String toString() {
    return "Profile[" + user.id() + "]";
  }
}
