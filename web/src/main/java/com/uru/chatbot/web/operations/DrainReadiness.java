package com.uru.chatbot.web.operations;

import com.uru.chatbot.generation.node.NodeDrain;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** This node takes new work; down from the moment that it is to be stopped. */
@ApplicationScoped
@Readiness
public class DrainReadiness implements HealthCheck {
  private NodeDrain drain;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected DrainReadiness() {}

  @Inject
  public DrainReadiness(NodeDrain drain) {
    this.drain = drain;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("draining").status(!drain.isDraining()).build();
  }
}
