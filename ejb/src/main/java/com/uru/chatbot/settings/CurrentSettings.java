package com.uru.chatbot.settings;

import com.uru.chatbot.shared.ShortMemory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** The settings that hold now: a change counts within three seconds on every node. */
@ApplicationScoped
public class CurrentSettings {
  private static final Duration MEMORY = Duration.ofSeconds(3);
  private static final int MOST_REMEMBERED = 10_000;

  private final ShortMemory<UUID, TenantSettings> known =
      new ShortMemory<>(MEMORY, MOST_REMEMBERED);
  private SettingsRepository settings;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected CurrentSettings() {}

  @Inject
  public CurrentSettings(SettingsRepository settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** Returns the settings of a tenant; from a transaction in whatever context, or from none. */
  public TenantSettings of(UUID tenantId) {
    Instant now = clock.instant();
    return known.recall(tenantId, now).orElseGet(() -> read(tenantId, now));
  }

  private TenantSettings read(UUID tenantId, Instant now) {
    TenantSettings current = settings.current(tenantId);
    known.remember(tenantId, current, now);
    return current;
  }

  void forget(@Observes(during = TransactionPhase.AFTER_SUCCESS) SettingsChanged changed) {
    known.forget(changed.tenantId());
  }
}
