package com.uru.chatbot.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.uru.chatbot.settings.InMemorySettings;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ManualClock;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.Tenant;
import jakarta.json.Json;
import java.io.StringReader;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StorageTest {
  private final ManualClock clock = new ManualClock();
  private final InMemorySettings settings = new InMemorySettings();
  private final InMemoryStorage ledger = new InMemoryStorage();
  private final Storage storage = new Storage(settings.current(), ledger, clock);
  private final Caller ada = Caller.onBehalfOf(Tenant.DEFAULT_ID, UUID.randomUUID());
  private final Caller bob = Caller.onBehalfOf(Tenant.DEFAULT_ID, UUID.randomUUID());

  private void allow(String json) {
    settings.set(Json.createReader(new StringReader(json.replace('\'', '"'))).readObject());
  }

  private DomainException refusal(Runnable request) {
    return catchThrowableOfType(DomainException.class, request::run);
  }

  @Test
  void hasNoLimitsUntilSomeAreSetAndReadsNothing() {
    ledger.set(ada.userId(), 1L << 40, 1_000_000);

    storage.requireForConversation(ada);
    storage.requireForQuestion(ada, true, "Why?");

    assertThat(storage.of(ada)).isEmpty();
    assertThat(ledger.reads()).isZero();
  }

  @Test
  void refusesAConversationAboveTheNumberAndStillTakesQuestions() {
    allow("{'userConversations': 2}");
    ledger.set(ada.userId(), 0, 1);
    storage.requireForConversation(ada);
    ledger.set(ada.userId(), 0, 2);

    DomainException refusal = refusal(() -> storage.requireForConversation(ada));

    assertThat(refusal.code()).isEqualTo(ProblemCode.QUOTA_EXCEEDED);
    assertThat(refusal.title()).isEqualTo("Your storage is full");
    assertThat(refusal.detail())
        .isEqualTo("You have stored 2 of the 2 conversations that your organisation allows you.");
    assertThat(refusal.members())
        .containsEntry("measure", "conversations")
        .containsEntry("limit", 2L)
        .containsEntry("used", 2L)
        .doesNotContainKeys("period", "renewsAt");
    assertThat(refusal.retryAfter()).isNull();
    assertThat(refusal(() -> storage.requireForQuestion(ada, true, "New"))).isNotNull();
    storage.requireForQuestion(ada, false, "Old");
  }

  @Test
  void countsAQuestionInUtf8AndRefusesWhatDoesNotFit() {
    allow("{'userStorageMegabytes': 1}");
    ledger.set(ada.userId(), 999_990, 5);
    storage.requireForQuestion(ada, false, "0123456789");

    assertThat(refusal(() -> storage.requireForQuestion(ada, false, "größer als 9")).detail())
        .isEqualTo("You have stored 1 of the 1 MB that your organisation allows you.");
    storage.requireForQuestion(ada, false, null);
    ledger.set(ada.userId(), 1_000_000, 5);
    assertThat(refusal(() -> storage.requireForQuestion(ada, false, null)))
        .as("another answer to an old question")
        .isNotNull();
  }

  @Test
  void limitsAllPeopleTogetherWithinThreeSeconds() {
    allow("{'tenantConversations': 10}");
    ledger.set(ada.userId(), 0, 9);
    storage.requireForConversation(bob);
    ledger.set(ada.userId(), 0, 10);
    clock.pass(Duration.ofSeconds(3));

    assertThat(refusal(() -> storage.requireForConversation(bob)).detail())
        .startsWith("Your organisation has stored 10 of the 10 conversations");
  }

  @Test
  void givesRoomUntilItIsTaken() {
    allow("{'userConversations': 3, 'userStorageMegabytes': 1}");
    ledger.set(ada.userId(), 500_000, 1);
    StorageRoom room = storage.room(ada);

    assertThat(room.takeOrExplain(1, 400_000)).isEmpty();
    assertThat(room.takeOrExplain(1, 100_001))
        .hasValueSatisfying(why -> assertThat(why).contains("1 MB"));
    assertThat(room.takeOrExplain(1, 100_000)).as("one that fits").isEmpty();
    assertThat(room.takeOrExplain(1, 0))
        .hasValueSatisfying(why -> assertThat(why).contains("3 conversations"));
  }
}
