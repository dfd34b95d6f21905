package com.uru.chatbot.web.warmup;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether the warm-up has ended, well or not. Needs nothing: it is asked while the application is
 * still starting.
 */
@ApplicationScoped
@Readiness
public class WarmUpReadiness implements HealthCheck {
  private volatile boolean ended;

  void end() {
    ended = true;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("warm-up").status(ended).build();
  }
}
