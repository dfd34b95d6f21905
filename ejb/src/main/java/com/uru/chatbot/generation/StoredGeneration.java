package com.uru.chatbot.generation;

import com.uru.chatbot.tenant.Caller;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** A generation as this node can see it through the database: it runs elsewhere, or has ended. */
final class StoredGeneration implements GenerationFeed {
  private final GenerationLedger ledger;
  private final Caller caller;
  private final UUID id;
  private final GenerationNotices notices;
  private final NodeDrain drain;

  StoredGeneration(
      GenerationLedger ledger, GenerationNotices notices, NodeDrain drain, Caller caller, UUID id) {
    this.ledger = ledger;
    this.notices = notices;
    this.drain = drain;
    this.caller = caller;
    this.id = id;
  }

  @Override
  public List<GenerationEvent> after(EventPosition position, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    try (GenerationNotices.Subscription news = notices.subscribe(id)) {
      List<GenerationEvent> events = ledger.storedEvents(caller, id, position);
      long left = patience.toMillis();
      while (events.isEmpty() && left > 0) {
        drain.requireServing();
        news.await(Math.min(left, notices.patienceMillis()));
        events = ledger.storedEvents(caller, id, position);
        left = (deadline - System.nanoTime()) / 1_000_000;
      }
      return events;
    }
  }
}
