package com.uru.chatbot.userevent;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.userevent.UserEvent.ConversationChanged;
import com.uru.chatbot.userevent.UserEvent.ConversationDeleted;
import com.uru.chatbot.userevent.UserEvent.EventsMissed;
import com.uru.chatbot.userevent.UserEvent.GenerationEnded;
import com.uru.chatbot.userevent.UserEvent.GenerationStarted;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserEventNoticeTest {
  private static final UUID TENANT = UUID.fromString("00000000-0000-7000-8000-000000000001");
  private static final UUID USER = UUID.fromString("00000000-0000-7000-8000-000000000002");
  private static final UUID ID = UUID.fromString("00000000-0000-7000-8000-000000000003");

  private static UserEvent event(String kind, String rest) {
    UserEventNotice notice =
        UserEventNotice.parse(kind + " " + TENANT + " " + USER + rest).orElseThrow();
    assertThat(notice.tenantId()).isEqualTo(TENANT);
    assertThat(notice.userId()).isEqualTo(USER);
    return notice.event();
  }

  @Test
  void readsEachKind() {
    assertThat(event("changed", " " + ID + " 12")).isEqualTo(new ConversationChanged(ID, 12));
    assertThat(event("deleted", " " + ID)).isEqualTo(new ConversationDeleted(ID));
    assertThat(event("started", " " + ID)).isEqualTo(new GenerationStarted(ID));
    assertThat(event("ended", " " + ID + " 12")).isEqualTo(new GenerationEnded(ID, 12));
    assertThat(event("many", "")).isEqualTo(new EventsMissed());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "changed",
        "many x y",
        "changed 00000000-0000-7000-8000-000000000001 00000000-0000-7000-8000-000000000002 x 1",
        "shared 00000000-0000-7000-8000-000000000001 00000000-0000-7000-8000-000000000002"
      })
  void ignoresWhatItDoesNotKnow(String text) {
    assertThat(UserEventNotice.parse(text)).isEmpty();
  }
}
