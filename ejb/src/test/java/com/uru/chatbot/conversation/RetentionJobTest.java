package com.uru.chatbot.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.conversation.RetentionRepository.Retention;
import com.uru.chatbot.shared.ManualClock;
import com.uru.chatbot.tenant.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetentionJobTest {
  private static final int DAYS = 30;

  private final ManualClock clock = new ManualClock();
  private final Caller ada = Caller.onBehalfOf(UUID.randomUUID(), UUID.randomUUID());
  private final Caller bob = Caller.onBehalfOf(ada.tenantId(), UUID.randomUUID());
  private final InMemoryConversations conversations = new InMemoryConversations();
  private final InMemoryRetention stored = new InMemoryRetention(conversations, ada, bob);
  private final ConversationRetention retention = new ConversationRetention(stored, clock);
  private final RetentionJob job =
      new RetentionJob(retention, new ConversationErasure(conversations, stored));

  private UUID add(Caller owner, int daysAgo) {
    UUID id = UUID.randomUUID();
    Instant then = clock.instant().minus(Duration.ofDays(daysAgo));
    conversations.add(owner, Conversation.begin(id, "gpt-4o", then).build(), new byte[32]);
    return id;
  }

  private void run() {
    job.delete(new Retention(ada.tenantId(), DAYS));
  }

  @Test
  void deletesWhatWasInactiveForLongerAndKeepsTheRest() {
    IntStream.range(0, 120).forEach(i -> add(ada, DAYS + 1));
    UUID recent = add(ada, DAYS - 1);
    add(bob, DAYS + 100);
    assertThat(retention.count(ada.tenantId(), DAYS)).isEqualTo(121);

    run();

    assertThat(conversations.listById(ada, null, 10))
        .extracting(Conversation::id)
        .containsExactly(recent);
    assertThat(conversations.listById(bob, null, 10)).isEmpty();
    assertThat(retention.count(ada.tenantId(), DAYS)).isZero();
  }

  @Test
  void leavesTheWorkToAnotherNodeThatIsAtIt() {
    add(ada, DAYS + 1);
    stored.otherNodeDeletes = true;

    run();

    assertThat(conversations.listById(ada, null, 10)).hasSize(1);
  }
}
