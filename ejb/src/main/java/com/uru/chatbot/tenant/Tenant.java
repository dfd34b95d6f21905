package com.uru.chatbot.tenant;

import java.util.UUID;

/**
 * An organisation whose data nobody else sees.
 *
 * @param name 1 to 200 characters
 */
public record Tenant(UUID id, String name) {
  /** The tenant that every installation has: who signs up belongs to it. */
  public static final UUID DEFAULT_ID = UUID.fromString("00000000-0000-7000-8000-000000000001");
}
