package com.uru.chatbot.generation;

import com.uru.chatbot.tenant.Caller;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** A generation as this node can see it through the database: it runs elsewhere, or has ended. */
final class StoredGeneration implements GenerationFeed {
  private static final long POLL_MILLIS = 250;

  private final GenerationLedger ledger;
  private final Caller caller;
  private final UUID id;

  StoredGeneration(GenerationLedger ledger, Caller caller, UUID id) {
    this.ledger = ledger;
    this.caller = caller;
    this.id = id;
  }

  @Override
  public List<GenerationEvent> after(EventPosition position, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    List<GenerationEvent> events = ledger.storedEvents(caller, id, position);
    while (events.isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(POLL_MILLIS);
      events = ledger.storedEvents(caller, id, position);
    }
    return events;
  }
}
