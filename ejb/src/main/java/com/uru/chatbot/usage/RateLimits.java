package com.uru.chatbot.usage;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The limits of this installation. */
@Dependent
public class RateLimits {
  private final RateLimit generations;
  private final RateLimit registrations;

  /**
   * Reads the settings; the defaults are in {@code META-INF/microprofile-config.properties}.
   *
   * @param generationsPerMinute at least 1
   * @param registrationsPerHour at least 1
   */
  @Inject
  public RateLimits(
      @ConfigProperty(name = "uru.rate-limit.generations-per-minute") int generationsPerMinute,
      @ConfigProperty(name = "uru.rate-limit.registrations-per-hour") int registrationsPerHour) {
    this.generations = new RateLimit("questions", generationsPerMinute, Duration.ofMinutes(1));
    this.registrations = new RateLimit("accounts", registrationsPerHour, Duration.ofHours(1));
  }

  /** What one user may ask. */
  public RateLimit generations() {
    return generations;
  }

  /** What one address may try to register. */
  public RateLimit registrations() {
    return registrations;
  }
}
