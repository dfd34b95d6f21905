package com.uru.chatbot.identity.user;

import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A user with what only this package may see.
 *
 * @param passwordHash PHC string; {@code null} if this account has no password
 * @param preferences what the user's clients keep here; the server does not read it
 */
public record Account(User user, @Nullable String passwordHash, JsonObject preferences) {
  public Account withPasswordHash(String newHash) {
    return new Account(user, newHash, preferences);
  }

  public Account withProfile(String newDisplayName, JsonObject newPreferences) {
    return new Account(user.withDisplayName(newDisplayName), passwordHash, newPreferences);
  }

  @Override
  public String toString() {
    return "Account[" + user.id() + "]";
  }
}
