package com.uru.chatbot.identity.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.uru.chatbot.identity.IdentityFixture;
import com.uru.chatbot.identity.SignedIn;
import com.uru.chatbot.identity.session.LoginSession;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AccountServiceTest {
  private final IdentityFixture fixture = new IdentityFixture();
  private final Caller ada = fixture.callerOf(fixture.register());

  @Test
  void mergesPreferences() {
    fixture.accountService.change(ada, null, json("{\"a\": {\"b\": 1, \"c\": 2}}"));

    Profile profile =
        fixture.accountService.change(ada, null, json("{\"a\": {\"b\": null}, \"d\": 3}"));

    assertThat(profile.preferences()).isEqualTo(json("{\"a\": {\"c\": 2}, \"d\": 3}"));
    assertThat(profile.user().displayName()).isEqualTo("Ada");
    assertThat(fixture.accountService.profile(ada)).isEqualTo(profile);
  }

  @Test
  void changesOnlyTheNameThatIsGiven() {
    fixture.accountService.change(ada, null, json("{\"a\": 1}"));

    Profile profile = fixture.accountService.change(ada, "Countess", null);

    assertThat(profile.user().displayName()).isEqualTo("Countess");
    assertThat(profile.preferences()).isEqualTo(json("{\"a\": 1}"));
  }

  @Test
  void keepsPreferencesSmall() {
    JsonObject large = Json.createObjectBuilder().add("a", "x".repeat(17_000)).build();

    DomainException refusal =
        catchThrowableOfType(
            DomainException.class, () -> fixture.accountService.change(ada, null, large));

    assertThat(refusal.code()).isEqualTo(ProblemCode.PAYLOAD_TOO_LARGE);
    assertThat(fixture.accountService.profile(ada).preferences()).isEmpty();
  }

  @Test
  void listsTheSessionsThatAreAliveTheNewestFirst() {
    fixture.clock.pass(Duration.ofMinutes(1));
    Caller elsewhere = fixture.callerOf(fixture.login());

    assertThat(fixture.accountService.sessions(ada))
        .extracting(LoginSession::id)
        .containsExactly(elsewhere.loginSessionId(), ada.loginSessionId());

    fixture.accountService.endSession(ada, elsewhere.loginSessionId());

    assertThat(fixture.accountService.sessions(ada))
        .extracting(LoginSession::id)
        .containsExactly(ada.loginSessionId());
  }

  @Test
  void endsNoSessionOfAnotherUser() {
    SignedIn bob =
        fixture.authentication.register(
            "bob@example.org", "a password of bob".toCharArray(), "Bob", IdentityFixture.DEVICE);

    DomainException refusal =
        catchThrowableOfType(
            DomainException.class,
            () -> fixture.accountService.endSession(ada, fixture.callerOf(bob).loginSessionId()));

    assertThat(refusal.code()).isEqualTo(ProblemCode.NOT_FOUND);
    fixture.verifier.verify(fixture.callerOf(bob), null);
  }

  private static JsonObject json(String text) {
    return Json.createReader(new StringReader(text)).readObject();
  }
}
