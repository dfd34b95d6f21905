package com.uru.chatbot.generation.running;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.generation.Fixtures;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ActiveGenerationsTest {
  private final ActiveGenerations active = new ActiveGenerations();
  private final AtomicInteger changes = new AtomicInteger();

  private ActiveGeneration running() {
    ActiveGeneration generation = Fixtures.activeGeneration();
    active.add(generation);
    active.onChange(changes::incrementAndGet);
    return generation;
  }

  @Test
  void hasTheJournalAskForTheStopsOfWhatRunsHere() {
    ActiveGeneration generation = running();

    active.requestStops(Set.of(generation.generation().id(), UUID.randomUUID()));

    assertThat(changes).hasValue(1);
  }

  @Test
  void leavesTheStopsOfOtherNodesToThem() {
    ActiveGeneration generation = running();
    active.remove(generation);

    active.requestStops(Set.of(generation.generation().id()));

    assertThat(changes).hasValue(0);
  }
}
