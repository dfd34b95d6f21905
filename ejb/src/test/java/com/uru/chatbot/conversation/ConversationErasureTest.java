package com.uru.chatbot.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.tenant.Caller;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConversationErasureTest {
  private static final UUID TENANT = UUID.randomUUID();

  private final Caller ada = Caller.onBehalfOf(TENANT, UUID.randomUUID());
  private final Caller bob = Caller.onBehalfOf(TENANT, UUID.randomUUID());
  private final InMemoryConversations conversations = new InMemoryConversations();
  private final ConversationErasure erasure =
      new ConversationErasure(conversations, new InMemoryRetention(conversations));

  private UUID add(Caller owner, int messages) {
    UUID id = UUID.randomUUID();
    Instant now = Instant.EPOCH;
    conversations.add(
        owner, Conversation.begin(id, "gpt-4o", now).messageCount(messages).build(), new byte[32]);
    conversations.addMessages(
        owner,
        IntStream.range(0, messages)
            .mapToObj(i -> Message.ofUser(UUID.randomUUID(), id, null, "Q", now))
            .toList());
    return id;
  }

  private int parts(Caller owner) {
    int parts = 0;
    while (erasure.deletePart(owner)) {
      parts++;
    }
    return parts;
  }

  @Test
  void deletesALongConversationInSeveralParts() {
    add(ada, 4_500);

    assertThat(parts(ada)).isEqualTo(3);

    assertThat(conversations.listById(ada, null, 10)).isEmpty();
  }

  @Test
  void deletesManyShortConversationsInOnePart() {
    IntStream.range(0, 40).forEach(i -> add(ada, 2));

    assertThat(parts(ada)).isEqualTo(1);
  }

  @Test
  void endsAPartBeforeItHasTooManyMessages() {
    add(ada, 1_500);
    add(ada, 1_500);

    assertThat(parts(ada)).isEqualTo(2);
  }

  @Test
  void leavesTheConversationsOfOthers() {
    add(ada, 2);
    UUID kept = add(bob, 2);

    parts(ada);

    assertThat(conversations.listById(bob, null, 10))
        .extracting(Conversation::id)
        .isEqualTo(List.of(kept));
    assertThat(conversations.messages(bob, kept, null, 10)).hasSize(2);
  }
}
