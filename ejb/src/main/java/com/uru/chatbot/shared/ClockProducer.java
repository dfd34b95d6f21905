package com.uru.chatbot.shared;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** Gives every bean the one clock, so that tests can give another. */
@ApplicationScoped
public class ClockProducer {
  /** The system's time in UTC. */
  @Produces
  public Clock clock() {
    return Clock.systemUTC();
  }
}
