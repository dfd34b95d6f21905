package com.uru.chatbot.identity.user;

import com.uru.chatbot.tenant.Role;
import com.uru.chatbot.tenant.Tenant;
import java.time.Instant;
import java.util.UUID;

/**
 * Somebody with an account.
 *
 * @param email as it was typed; the key of the {@link EmailAddress} is unique in the installation
 * @param displayName 1 to 200 characters, prepared by {@link com.uru.chatbot.shared.NameText}
 */
public record User(
    UUID id,
    Tenant tenant,
    String email,
    String displayName,
    Role role,
    UserStatus status,
    Instant createdAt) {
  public static final int MAX_NAME_LENGTH = 200;

  /** Names the user without saying who it is: this text ends up in logs. */
  @Override
  public String toString() {
    return "User[" + id + "]";
  }
}
