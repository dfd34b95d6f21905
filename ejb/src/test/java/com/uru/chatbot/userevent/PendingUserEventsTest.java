package com.uru.chatbot.userevent;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.userevent.UserEvent.ConversationChanged;
import com.uru.chatbot.userevent.UserEvent.ConversationDeleted;
import com.uru.chatbot.userevent.UserEvent.EventsMissed;
import com.uru.chatbot.userevent.UserEvent.GenerationStarted;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PendingUserEventsTest {
  private static final UUID ONE = UUID.randomUUID();
  private static final UUID OTHER = UUID.randomUUID();

  private final PendingUserEvents pending = new PendingUserEvents();

  @Test
  void keepsTheLatestEventOfAConversation() {
    pending.add(new ConversationChanged(ONE, 2));
    pending.add(new ConversationChanged(OTHER, 7));
    pending.add(new ConversationChanged(ONE, 3));

    assertThat(pending.take())
        .containsExactly(new ConversationChanged(ONE, 3), new ConversationChanged(OTHER, 7));
    assertThat(pending.take()).isEmpty();
  }

  @Test
  void forgetsTheChangesOfADeletedConversation() {
    pending.add(new ConversationChanged(ONE, 2));
    pending.add(new ConversationDeleted(ONE));

    assertThat(pending.take()).containsExactly(new ConversationDeleted(ONE));
  }

  @Test
  void keepsEachStart() {
    pending.add(new GenerationStarted(ONE));
    pending.add(new GenerationStarted(OTHER));
    pending.add(new GenerationStarted(ONE));

    assertThat(pending.take())
        .containsExactly(new GenerationStarted(ONE), new GenerationStarted(OTHER));
  }

  @Test
  void replacesEverythingWhenEventsWereMissed() {
    pending.add(new ConversationChanged(ONE, 2));
    pending.add(new EventsMissed());
    pending.add(new ConversationChanged(OTHER, 2));

    assertThat(pending.take()).containsExactly(new EventsMissed());
    pending.add(new ConversationChanged(OTHER, 3));
    assertThat(pending.take()).containsExactly(new ConversationChanged(OTHER, 3));
  }

  @Test
  void keepsNoMoreThanItMay() {
    for (int i = 0; i <= PendingUserEvents.MAX_EVENTS; i++) {
      pending.add(new ConversationChanged(UUID.randomUUID(), 1));
    }

    assertThat(pending.take()).containsExactly(new EventsMissed());
  }
}
