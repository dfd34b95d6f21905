package com.uru.chatbot.settings;

import com.uru.chatbot.shared.ManualClock;
import com.uru.chatbot.tenant.Tenant;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Settings in memory. */
public final class InMemorySettings implements SettingsRepository {
  private final Map<UUID, List<Change>> changes = new HashMap<>();
  private int reads;

  /** Sets something in the default tenant. */
  public void set(JsonObject settings) {
    set(Tenant.DEFAULT_ID, settings);
  }

  /** Sets something in a tenant. */
  public void set(UUID tenantId, JsonObject settings) {
    add(
        tenantId,
        new Version(version(tenantId).number() + 1, new TenantSettings(settings)),
        UUID.randomUUID(),
        Instant.EPOCH);
  }

  /** Returns what other features ask; it sees changes at once. */
  public CurrentSettings current() {
    return new CurrentSettings(this, new ManualClock()) {
      @Override
      public TenantSettings of(UUID tenantId) {
        return InMemorySettings.this.current(tenantId);
      }
    };
  }

  int reads() {
    return reads;
  }

  @Override
  public TenantSettings current(UUID tenantId) {
    reads++;
    return version(tenantId).settings();
  }

  @Override
  public Version version(UUID tenantId) {
    List<Change> made = changes.getOrDefault(tenantId, List.of());
    return made.isEmpty()
        ? new Version(0, TenantSettings.NONE)
        : new Version(made.size(), made.get(made.size() - 1).after());
  }

  @Override
  public Version lock(UUID tenantId) {
    return version(tenantId);
  }

  @Override
  public void add(UUID tenantId, Version version, UUID changedBy, Instant changedAt) {
    TenantSettings before = version(tenantId).settings();
    changes
        .computeIfAbsent(tenantId, id -> new ArrayList<>())
        .add(new Change(version.number(), changedAt, changedBy, "Ada", before, version.settings()));
  }

  @Override
  public List<Change> history(UUID tenantId, @Nullable Long before, int limit) {
    List<Change> made = new ArrayList<>(changes.getOrDefault(tenantId, List.of()));
    Collections.reverse(made);
    return made.stream()
        .filter(change -> before == null || change.number() < before)
        .limit(limit)
        .toList();
  }
}
