package com.uru.chatbot.settings;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.shared.TtlCache;
import com.uru.chatbot.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** The settings that hold now: a change counts within three seconds on every node. */
@ApplicationScoped
public class CurrentSettings {
  private static final Duration MEMORY = Duration.ofSeconds(3);
  private static final int MOST_REMEMBERED = 10_000;

  private final TtlCache<UUID, TenantSettings> known = new TtlCache<>(MEMORY, MOST_REMEMBERED);
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
    return known.get(tenantId, now).orElseGet(() -> read(tenantId, now));
  }

  /**
   * Lets a caller pass whose tenant has not switched a feature off.
   *
   * @throws DomainException {@code FORBIDDEN}
   */
  public void require(Caller caller, Feature feature) {
    if (of(caller.tenantId()).disabledFeatures().contains(feature)) {
      throw new DomainException(
          ProblemCode.FORBIDDEN,
          "Your organisation has switched this off.",
          Map.of(DomainException.ACTION, "Ask an administrator."),
          null);
    }
  }

  private TenantSettings read(UUID tenantId, Instant now) {
    TenantSettings current = settings.current(tenantId);
    known.put(tenantId, current, now);
    return current;
  }

  void forget(@Observes(during = TransactionPhase.AFTER_SUCCESS) SettingsChanged changed) {
    known.remove(changed.tenantId());
  }
}
