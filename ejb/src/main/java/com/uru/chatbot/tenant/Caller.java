package com.uru.chatbot.tenant;

import java.util.UUID;

/**
 * Who calls a use case: the signed-in user, their tenant and role. First argument of every use
 * case; a use case without one runs outside every tenant and sees no row.
 */
public record Caller(UUID tenantId, UUID userId, Role role, UUID loginSessionId) {
  private static final UUID NO_SESSION = new UUID(0, 0);

  /** The server itself, acting in one user's context to end what the user's request began. */
  public static Caller onBehalfOf(UUID tenantId, UUID userId) {
    return new Caller(tenantId, userId, Role.USER, NO_SESSION);
  }
}
