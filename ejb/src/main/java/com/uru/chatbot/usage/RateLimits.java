package com.uru.chatbot.usage;

import com.uru.chatbot.settings.TenantSettings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The limits of this installation. */
@Dependent
public class RateLimits {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final RateLimit generations;
  private final RateLimit registrations;
  private final RateLimit exports;
  private final RateLimit imports;

  /**
   * Reads the settings.
   *
   * @param generationsPerMinute at least 1
   * @param registrationsPerHour at least 1
   * @param exportsPerHour at least 1
   * @param importsPerHour at least 1
   */
  @Inject
  public RateLimits(
      @ConfigProperty(name = "uru.rate-limit.generations-per-minute") int generationsPerMinute,
      @ConfigProperty(name = "uru.rate-limit.registrations-per-hour") int registrationsPerHour,
      @ConfigProperty(name = "uru.rate-limit.exports-per-hour") int exportsPerHour,
      @ConfigProperty(name = "uru.rate-limit.imports-per-hour") int importsPerHour) {
    this.generations = new RateLimit("questions", generationsPerMinute, Duration.ofMinutes(1));
    this.registrations = new RateLimit("accounts", registrationsPerHour, HOUR);
    this.exports = new RateLimit("exports", exportsPerHour, HOUR);
    this.imports = new RateLimit("imports", importsPerHour, HOUR);
  }

  /** Returns how many questions one user of any tenant may ask in a minute. */
  public int mostGenerationsPerMinute() {
    return generations.count();
  }

  /** Returns what one user of a tenant may ask: no more than the deployment allows. */
  public List<RateLimit> generations(TenantSettings tenant) {
    int perMinute =
        Math.min(generations.count(), tenant.questionsPerMinute().orElse(generations.count()));
    List<RateLimit> limits = new ArrayList<>();
    limits.add(new RateLimit(generations.what(), perMinute, generations.period()));
    tenant
        .questionsPerDay()
        .ifPresent(count -> limits.add(new RateLimit("daily questions", count, DAY)));
    return limits;
  }

  /**
   * Returns what all people of a tenant together may ask. All questions of the tenant wait for each
   * other where they are counted, so that it is the last statement of a transaction.
   */
  public Optional<RateLimit> generationsOfAll(TenantSettings tenant) {
    return tenant
        .tenantQuestionsPerMinute()
        .map(count -> new RateLimit("questions of your organisation", count, generations.period()));
  }

  /** Returns what one user may export. */
  RateLimit exports() {
    return exports;
  }

  /** Returns what one user may import. */
  RateLimit imports() {
    return imports;
  }

  /** What one address may try to register. */
  public RateLimit registrations() {
    return registrations;
  }
}
