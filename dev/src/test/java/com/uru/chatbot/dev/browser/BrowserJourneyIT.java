package com.uru.chatbot.dev.browser;

import com.uru.chatbot.dev.system.UruSystem;
import com.uru.chatbot.dev.system.UruSystemExtension;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The journeys of users in a browser; see {@link Journeys}. */
@ExtendWith(UruSystemExtension.class)
class BrowserJourneyIT {
  private final UruSystem system;

  BrowserJourneyIT(UruSystem system) {
    this.system = system;
  }

  @Test
  void everyJourneySucceeds() throws Exception {
    Journeys.run(system, "e2e", Map.of());
  }
}
