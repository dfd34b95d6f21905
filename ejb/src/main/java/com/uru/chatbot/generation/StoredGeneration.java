package com.uru.chatbot.generation;

import com.uru.chatbot.generation.event.EventPosition;
import com.uru.chatbot.generation.event.Generation;
import com.uru.chatbot.generation.event.GenerationEvent;
import com.uru.chatbot.generation.event.GenerationFeed;
import com.uru.chatbot.generation.node.GenerationNotices;
import com.uru.chatbot.generation.node.NodeDrain;
import com.uru.chatbot.generation.store.GenerationQueries;
import com.uru.chatbot.tenant.Caller;
import java.time.Duration;
import java.util.List;

/** A generation as this node can see it through the database: it runs elsewhere, or has ended. */
final class StoredGeneration implements GenerationFeed {
  private final GenerationQueries queries;
  private final Caller caller;
  private final Generation generation;
  private final GenerationNotices notices;
  private final NodeDrain drain;

  StoredGeneration(
      GenerationQueries queries,
      GenerationNotices notices,
      NodeDrain drain,
      Caller caller,
      Generation generation) {
    this.queries = queries;
    this.notices = notices;
    this.drain = drain;
    this.caller = caller;
    this.generation = generation;
  }

  @Override
  public Generation generation() {
    return generation;
  }

  @Override
  public EventPosition last() {
    return queries.lastStored(caller, generation.id());
  }

  @Override
  public List<GenerationEvent> after(EventPosition position) {
    List<GenerationEvent> events = queries.storedEvents(caller, generation.id(), position);
    if (events.isEmpty()) {
      drain.requireServing();
    }
    return events;
  }

  @Override
  public Subscription subscribe(Runnable onChange) {
    return notices.subscribe(generation.id(), onChange);
  }

  @Override
  public Duration pollInterval() {
    return notices.pollInterval();
  }
}
