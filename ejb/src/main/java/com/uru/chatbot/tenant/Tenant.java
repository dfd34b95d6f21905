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

  /**
   * The tenant of the person with whom a server warms itself up before it is ready. What happens in
   * it is not measured, and nothing of it stays.
   */
  public static final UUID WARM_UP_ID = UUID.fromString("00000000-0000-7000-8000-000000000002");
}
