package com.uru.chatbot.settings;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The settings of tenants, with their history. */
public interface SettingsRepository {
  /**
   * A state of the settings.
   *
   * @param number 0 if nothing was ever set, then rising by one with each change
   */
  record Version(long number, TenantSettings settings) {}

  /**
   * A change in the past.
   *
   * @param number the version that it made
   * @param byName the name of who did it, null if they are gone
   */
  record Change(
      long number,
      Instant at,
      UUID by,
      @Nullable String byName,
      TenantSettings before,
      TenantSettings after) {}

  /** Returns the settings that hold. The transaction, if there is one, may be in any context. */
  TenantSettings current(UUID tenantId);

  /** Returns the version that holds, for the tenant of the transaction. */
  Version version(UUID tenantId);

  /** Returns the version that holds, and keeps other writers out until the transaction ends. */
  Version lock(UUID tenantId);

  /** Adds the version that holds from now on. */
  void add(UUID tenantId, Version version, UUID changedBy, Instant changedAt);

  /**
   * Returns changes, the last one first.
   *
   * @param before the version that the list continues from, null to begin
   */
  List<Change> history(UUID tenantId, @Nullable Long before, int limit);
}
