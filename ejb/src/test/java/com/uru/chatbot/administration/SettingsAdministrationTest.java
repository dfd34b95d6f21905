package com.uru.chatbot.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.uru.chatbot.conversation.ConversationRetention;
import com.uru.chatbot.conversation.RetentionRepository;
import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.settings.InMemorySettings;
import com.uru.chatbot.settings.SettingsRepository.Change;
import com.uru.chatbot.settings.SettingsRepository.Version;
import com.uru.chatbot.settings.SignUpMode;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ManualClock;
import com.uru.chatbot.shared.NoEvents;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.Role;
import com.uru.chatbot.tenant.Tenant;
import com.uru.chatbot.usage.RateLimits;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SettingsAdministrationTest {
  /** Counting needs a database. */
  private static final ConversationRetention NO_RETENTION =
      new ConversationRetention(new NoConversations(), new ManualClock());

  private final Caller admin =
      new Caller(Tenant.DEFAULT_ID, UUID.randomUUID(), Role.ADMIN, UUID.randomUUID());
  private final InMemorySettings stored = new InMemorySettings();
  private final SettingsAdministration administration =
      new SettingsAdministration(
          stored,
          new SettingsRules(
              ModelCatalog.builtIn(Clock.systemUTC()), new RateLimits(60, 1, 10, 10), false),
          NO_RETENTION,
          new NoEvents<>(),
          new ManualClock());

  private static JsonObject json(String text) {
    return Json.createReader(new StringReader(text.replace('\'', '"'))).readObject();
  }

  private Version change(String patch) {
    return administration.change(admin, json(patch), null);
  }

  private DomainException refusal(String patch) {
    return catchThrowableOfType(DomainException.class, () -> change(patch));
  }

  @Test
  void makesAVersionOfEachChange() {
    assertThat(administration.get(admin).number()).isZero();
    assertThat(change("{'signUp': 'closed'}").number()).isEqualTo(1);
    assertThat(change("{'signUp': 'open'}").number()).isEqualTo(2);

    List<Change> history = administration.history(admin, null, 10).items();
    assertThat(history).extracting(Change::number).containsExactly(2L, 1L);
    assertThat(history.get(0).before().signUp()).contains(SignUpMode.CLOSED);
    assertThat(history.get(0).after().signUp()).contains(SignUpMode.OPEN);
    assertThat(history.get(0).by()).isEqualTo(admin.userId());
  }

  @Test
  void makesNoVersionOfAChangeThatChangesNothing() {
    change("{'signUp': 'closed'}");

    assertThat(change("{'signUp': 'closed', 'allowedModels': []}").number()).isEqualTo(1);
  }

  @Test
  void pagesThroughTheHistory() {
    for (String mode : List.of("closed", "open", "invitation")) {
      change("{'signUp': '" + mode + "'}");
    }

    assertThat(administration.history(admin, null, 2).nextCursor()).isEqualTo("2");
    assertThat(administration.history(admin, 2L, 2).items())
        .extracting(Change::number)
        .containsExactly(1L);
    assertThat(administration.history(admin, 2L, 2).nextCursor()).isNull();
  }

  @Test
  void refusesAChangeOfAnotherVersionThanTheOneThatWasSeen() {
    change("{'signUp': 'closed'}");

    DomainException refusal =
        catchThrowableOfType(
            DomainException.class,
            () -> administration.change(admin, json("{'signUp': 'open'}"), 0L));
    assertThat(refusal.code()).isEqualTo(ProblemCode.VERSION_CONFLICT);
  }

  @Test
  void storesMailDomainsInOneForm() {
    Version version = change("{'signUpDomains': ['Example.ORG ', 'example.org', 'müller.de']}");

    assertThat(version.settings().signUpDomains())
        .containsExactly("example.org", "xn--mller-kva.de");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          signUpDomains | {'signUpDomains': ['not a domain']}
          signUpDomains | {'signUpDomains': ['localhost']}
          signUpDomains | {'signUpDomains': ['ada@example.org']}
          signUpDomains | {'signUp': 'domains'}
          allowedModels | {'allowedModels': ['no-such-*']}
          defaultModel  | {'allowedModels': ['gpt-6*'], 'defaultModel': 'gpt-4o'}
          defaultModel  | {'defaultModel': 'o1-mini'}
          titleModel    | {'allowedModels': ['gpt-6*'], 'titleModel': 'gpt-4o'}
          questionsPerMinute | {'questionsPerMinute': 61}
          plainKeys     | {'plainKeys': true}
          """)
  void refusesWhatCannotBeSetAndNamesTheField(String field, String patch) {
    DomainException refusal = refusal(patch);

    assertThat(refusal.code()).isEqualTo(ProblemCode.VALIDATION_FAILED);
    assertThat(refusal.members())
        .extractingByKey("violations")
        .asString()
        .contains("field=" + field);
    assertThat(administration.get(admin).number()).isZero();
  }

  @Test
  void allowsAModelOfWhichNothingIsKnownByItsWholeId() {
    Version version =
        change("{'allowedModels': ['our-own-model'], 'defaultModel': 'our-own-model'}");

    assertThat(version.settings().defaultModel()).contains("our-own-model");
  }

  @ParameterizedTest
  @EnumSource(value = Role.class, mode = EnumSource.Mode.EXCLUDE, names = "ADMIN")
  void isForAdministratorsOnly(Role role) {
    Caller other = new Caller(Tenant.DEFAULT_ID, UUID.randomUUID(), role, UUID.randomUUID());
    List<Runnable> uses =
        List.of(
            () -> administration.get(other),
            () -> administration.change(other, json("{}"), null),
            () -> administration.history(other, null, 1),
            () -> administration.countInactive(other, 1));

    for (Runnable use : uses) {
      assertThat(catchThrowableOfType(DomainException.class, use::run).code())
          .isEqualTo(ProblemCode.FORBIDDEN);
    }
  }

  private static final class NoConversations implements RetentionRepository {
    @Override
    public List<Retention> retentions() {
      return List.of();
    }

    @Override
    public Optional<UUID> inactiveOwner(UUID tenantId, Instant since) {
      return Optional.empty();
    }

    @Override
    public long countInactive(UUID tenantId, Instant since) {
      return 0;
    }

    @Override
    public boolean acquire(UUID tenantId) {
      return true;
    }
  }
}
