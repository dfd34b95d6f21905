package com.uru.chatbot.usage;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is stored, counted in the transactions that add and delete it. */
public interface StorageLedger {
  /**
   * What is stored of a user or a tenant.
   *
   * @param bytes of the texts of messages in UTF-8
   */
  record Stored(long bytes, long conversations) {}

  /**
   * Returns what is stored.
   *
   * @param userId whose, null for all users of the tenant
   */
  Stored stored(UUID tenantId, @Nullable UUID userId);

  /**
   * Makes the sums faster to read: adds up the changes of people who have many.
   *
   * @return how many changes were added up; 0 also if another node is at it
   */
  long rollUp();
}
