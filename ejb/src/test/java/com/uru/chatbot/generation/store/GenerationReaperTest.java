package com.uru.chatbot.generation.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.generation.Fixtures;
import com.uru.chatbot.generation.running.ActiveGeneration;
import com.uru.chatbot.generation.running.ActiveGenerations;
import com.uru.chatbot.generation.running.AnswerMetrics;
import com.uru.chatbot.generation.running.JournalPiece;
import com.uru.chatbot.generation.running.StopRequest;
import com.uru.chatbot.generation.store.GenerationLeases.Expired;
import com.uru.chatbot.metrics.RecordedMetrics;
import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.tenant.Caller;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GenerationReaperTest {
  private static final Caller OWNER =
      Caller.onBehalfOf(UUID.fromString("0199c000-0000-7000-8000-000000000001"), UUID.randomUUID());

  private static final UUID BROKEN = UUID.randomUUID();

  private final ActiveGenerations active = new ActiveGenerations();
  private final List<Expired> expired = new ArrayList<>();
  private final List<UUID> interrupted = new ArrayList<>();
  private boolean databaseIsAway;

  private final GenerationLeases leases =
      new GenerationLeases() {
        @Override
        public List<StopRequest> flush(
            UUID node, Collection<ActiveGeneration> running, List<JournalPiece> pieces) {
          throw new AssertionError("the journal flushes");
        }

        @Override
        public List<Expired> expired() {
          if (databaseIsAway) {
            throw new IllegalStateException("no connection");
          }
          return List.copyOf(expired);
        }
      };

  private final RecordedMetrics metrics = new RecordedMetrics();
  private final GenerationReaper reaper =
      new GenerationReaper(
          leases,
          new EndGeneration() {
            @Override
            public void expired(Caller caller, UUID id) {
              assertThat(caller).isEqualTo(OWNER);
              if (id.equals(BROKEN)) {
                throw new IllegalStateException("cannot be ended");
              }
              interrupted.add(id);
            }
          },
          active,
          new AnswerMetrics(metrics, ModelCatalog.builtIn(Clock.systemUTC())));

  @Test
  void interruptsWhatDeadNodesLeft() {
    expired.add(new Expired(OWNER, UUID.randomUUID()));
    expired.add(new Expired(OWNER, UUID.randomUUID()));

    reaper.reap();

    assertThat(interrupted)
        .containsExactlyElementsOf(expired.stream().map(Expired::generationId).toList());
  }

  @Test
  void endsTheOthersWhenOneCannotBeEnded() {
    expired.add(new Expired(OWNER, BROKEN));
    expired.add(new Expired(OWNER, UUID.randomUUID()));

    reaper.reap();

    assertThat(interrupted).hasSize(1).doesNotContain(BROKEN);
  }

  @Test
  void leavesAloneWhatOnlyWaitsForTheDatabaseHere() {
    ActiveGeneration generation = Fixtures.activeGeneration();
    active.add(generation);
    expired.add(new Expired(generation.caller(), generation.generation().id()));

    reaper.reap();

    assertThat(interrupted).isEmpty();
  }

  @Test
  void looksAgainAfterTheDatabaseWasAway() {
    expired.add(new Expired(OWNER, UUID.randomUUID()));
    databaseIsAway = true;
    reaper.reap();
    assertThat(interrupted).isEmpty();

    databaseIsAway = false;
    reaper.reap();

    assertThat(interrupted).hasSize(1);
  }
}
