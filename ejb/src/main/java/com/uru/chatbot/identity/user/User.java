package com.uru.chatbot.identity.user;

import com.uru.chatbot.tenant.Role;
import com.uru.chatbot.tenant.Tenant;
import java.time.Instant;
import java.util.UUID;

/**
 * A person with an account.
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

  /** Returns this user with another name. */
  public User withDisplayName(String newDisplayName) {
    return new User(id, tenant, email, newDisplayName, role, status, createdAt);
  }

  /** Returns this user with what only an administrator changes. */
  public User with(Role newRole, UserStatus newStatus) {
    return new User(id, tenant, email, displayName, newRole, newStatus, createdAt);
  }

  /** Names the user without saying who it is: this text ends up in logs. */
  @Override
  public String toString() {
    return "User[" + id + "]";
  }
}
