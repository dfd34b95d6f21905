package com.uru.chatbot.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.uru.chatbot.identity.credential.SignInSubject;
import com.uru.chatbot.identity.session.Device;
import com.uru.chatbot.identity.token.KnownDevice;
import com.uru.chatbot.identity.user.Account;
import com.uru.chatbot.identity.user.EmailAddress;
import com.uru.chatbot.identity.user.User;
import com.uru.chatbot.identity.user.UserStatus;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.Role;
import com.uru.chatbot.tenant.Tenant;
import jakarta.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthenticationServiceTest {
  private final IdentityFixture fixture = new IdentityFixture();

  @Test
  void refusesAnAddressThatRegistersTooOftenAndNobodyElse() {
    fixture.register();
    for (int i = 1; i < IdentityFixture.REGISTRATIONS; i++) {
      assertProblem(ProblemCode.EMAIL_TAKEN, fixture::register);
    }

    assertProblem(ProblemCode.RATE_LIMITED, fixture::register);

    Device elsewhere = new Device("192.0.2.2", "A browser", Optional.empty());
    assertThat(
            fixture.authentication.register(
                "bob@example.org", IdentityFixture.PASSWORD.toCharArray(), "Bob", elsewhere))
        .isNotNull();
  }

  @Test
  void registersAUserOfTheDefaultTenantAndSignsThemIn() {
    SignedIn signedIn = fixture.register();

    assertThat(signedIn.user().role()).isEqualTo(Role.USER);
    assertThat(signedIn.user().status()).isEqualTo(UserStatus.ACTIVE);
    assertThat(signedIn.user().tenant().id()).isEqualTo(Tenant.DEFAULT_ID);
    assertThatCode(() -> fixture.authentication.refresh(signedIn.refreshToken()))
        .doesNotThrowAnyException();
  }

  @Test
  void countsSignInsByTheirResult() {
    fixture.register();

    fixture.login();
    assertProblem(ProblemCode.BAD_CREDENTIALS, () -> fixture.login("wrong password 1"));

    assertThat(fixture.metrics.increments())
        .containsExactly("SIGN_INS success", "SIGN_INS bad_credentials");
  }

  @Test
  void opensNoSessionWithAPasswordThatWasChangedMeanwhile() {
    SignedIn signedIn = fixture.register();
    Account checked = fixture.account(signedIn);
    Caller caller = fixture.callerOf(signedIn);
    fixture.authentication.changePassword(
        caller, IdentityFixture.PASSWORD.toCharArray(), "nine quiet rivers".toCharArray());

    assertProblem(
        ProblemCode.BAD_CREDENTIALS, () -> fixture.sessions.open(checked, IdentityFixture.DEVICE));
  }

  @Test
  void opensNoSessionForAUserWhoWasDisabledMeanwhile() {
    SignedIn signedIn = fixture.register();
    Account checked = fixture.account(signedIn);
    fixture.accountRepository.administer(signedIn.user().id(), Role.USER, UserStatus.DISABLED);

    assertProblem(
        ProblemCode.BAD_CREDENTIALS, () -> fixture.sessions.open(checked, IdentityFixture.DEVICE));
  }

  @Test
  void leavesTheNameAsItIsWhenThePasswordChanges() {
    SignedIn signedIn = fixture.register();
    Account checked = fixture.account(signedIn);
    Caller caller = fixture.callerOf(signedIn);
    fixture.accountService.change(caller, "Ada Lovelace", null);

    fixture.accounts.changePassword(checked, "$another", caller.loginSessionId());

    assertThat(fixture.account(signedIn).user().displayName()).isEqualTo("Ada Lovelace");
    assertThat(fixture.account(signedIn).passwordHash()).isEqualTo("$another");
  }

  @Test
  void changesAPasswordOnlyIfItIsStillTheOneThatWasChecked() {
    SignedIn signedIn = fixture.register();
    Account checked = fixture.account(signedIn);
    Caller caller = fixture.callerOf(signedIn);
    fixture.accounts.changePassword(checked, "$second", caller.loginSessionId());

    assertProblem(
        ProblemCode.BAD_CREDENTIALS,
        () -> fixture.accounts.changePassword(checked, "$third", caller.loginSessionId()));
  }

  @Test
  void registersWhoHasAnAddressOfAMailDomainThatMaySignUp() {
    fixture.settings.set(
        Json.createObjectBuilder()
            .add("signUp", "domains")
            .add("signUpDomains", Json.createArrayBuilder().add("example.org").add("a.example"))
            .build());
    for (String stranger : new String[] {"ada@example.com", "ada@mail.example.org"}) {
      assertProblem(ProblemCode.SIGN_UP_CLOSED, () -> register(stranger));
    }

    assertThat(register("ada@EXAMPLE.org").user().email()).isEqualTo("ada@EXAMPLE.org");
    assertThat(register("bob@a.example").user().email()).isEqualTo("bob@a.example");
  }

  @Test
  void registersNobodyWhereAnAdministratorHasClosedSignUp() {
    for (String mode : new String[] {"closed", "invitation"}) {
      fixture.settings.set(Json.createObjectBuilder().add("signUp", mode).build());

      assertProblem(ProblemCode.SIGN_UP_CLOSED, () -> register(IdentityFixture.EMAIL));
    }
  }

  private SignedIn register(String email) {
    return fixture.authentication.register(
        email, IdentityFixture.PASSWORD.toCharArray(), "Ada", IdentityFixture.DEVICE);
  }

  @Test
  void registersNobodyWhereSignUpIsNotOpen() {
    for (String signUp : new String[] {"closed", "", "OPEN"}) {
      AuthenticationService closed = fixture.authentication(signUp);

      assertProblem(
          ProblemCode.SIGN_UP_CLOSED,
          () ->
              closed.register(
                  IdentityFixture.EMAIL,
                  IdentityFixture.PASSWORD.toCharArray(),
                  "Ada",
                  IdentityFixture.DEVICE));
    }
    assertThat(fixture.accountRepository.size()).isZero();
  }

  @Test
  void registersAnAddressOnce() {
    fixture.register();

    assertProblem(
        ProblemCode.EMAIL_TAKEN,
        () ->
            fixture.authentication.register(
                IdentityFixture.EMAIL.toUpperCase(Locale.ROOT),
                "another good one".toCharArray(),
                "Eve",
                IdentityFixture.DEVICE));
  }

  @Test
  void signsInWhateverTheCaseOfTheAddress() {
    fixture.register();

    SignedIn signedIn =
        fixture.authentication.login(
            "ADA@Example.org", IdentityFixture.PASSWORD.toCharArray(), IdentityFixture.DEVICE);

    assertThat(signedIn.user().email()).isEqualTo(IdentityFixture.EMAIL);
  }

  @ParameterizedTest
  @CsvSource({
    "a@bücher.example, a@xn--bcher-kva.example",
    "a@xn--bcher-kva.example, A@BÜCHER。example",
    "jose\u0301@example.org, josé@example.org",
    "josé@example.org, JOSÉ@EXAMPLE.ORG"
  })
  void hasOneAccountForOneAddressHoweverItIsSpelt(String registered, String spelt) {
    char[] password = IdentityFixture.PASSWORD.toCharArray();
    fixture.authentication.register(registered, password, "Ada", IdentityFixture.DEVICE);

    assertProblem(
        ProblemCode.EMAIL_TAKEN,
        () -> fixture.authentication.register(spelt, password, "Eve", IdentityFixture.DEVICE));
    assertThat(fixture.authentication.login(spelt, password, IdentityFixture.DEVICE).user().email())
        .isEqualTo(registered);
  }

  @Test
  void countsGuessesForAllSpellingsOfAnAddress() {
    for (int i = 0; i < SignInSubject.FREE_ATTEMPTS; i++) {
      String spelt = i % 2 == 0 ? "nobody@bücher.example" : "nobody@xn--bcher-kva.example";
      assertProblem(ProblemCode.BAD_CREDENTIALS, () -> guess(spelt, IdentityFixture.DEVICE));
    }

    assertProblem(
        ProblemCode.TOO_MANY_ATTEMPTS,
        () -> guess("nobody@BÜCHER.example", IdentityFixture.DEVICE));
  }

  @Test
  void registersNobodyWithoutADomain() {
    assertProblem(
        ProblemCode.VALIDATION_FAILED,
        () ->
            fixture.authentication.register(
                "ada@exa mple.org",
                IdentityFixture.PASSWORD.toCharArray(),
                "Ada",
                IdentityFixture.DEVICE));
  }

  @Test
  void answersAWrongPasswordAndAnUnknownAddressAlike() {
    fixture.register();

    DomainException wrong =
        catchThrowableOfType(DomainException.class, () -> fixture.login("wrong password"));
    DomainException unknown =
        catchThrowableOfType(
            DomainException.class,
            () ->
                fixture.authentication.login(
                    "nobody@example.org", "wrong password".toCharArray(), IdentityFixture.DEVICE));

    assertThat(unknown.code()).isEqualTo(wrong.code()).isEqualTo(ProblemCode.BAD_CREDENTIALS);
    assertThat(unknown.detail()).isEqualTo(wrong.detail());
  }

  @Test
  void hashesForAnUnknownAddressAsWell() {
    assertThatThrownBy(() -> fixture.login("wrong password")).isInstanceOf(DomainException.class);

    assertThat(fixture.hasher.comparisons()).isEqualTo(1);
  }

  @Test
  void slowsGuessingDownForKnownAndUnknownAddresses() {
    fixture.register();
    for (String email : new String[] {IdentityFixture.EMAIL, "nobody@example.org"}) {
      for (int i = 0; i < SignInSubject.FREE_ATTEMPTS; i++) {
        assertProblem(ProblemCode.BAD_CREDENTIALS, () -> guess(email, IdentityFixture.DEVICE));
      }
      assertProblem(ProblemCode.TOO_MANY_ATTEMPTS, () -> guess(email, IdentityFixture.DEVICE));
    }
  }

  @Test
  void refusesTheRightPasswordAsWellWhileBlocked() {
    fixture.register();
    for (int i = 0; i < SignInSubject.FREE_ATTEMPTS; i++) {
      assertProblem(ProblemCode.BAD_CREDENTIALS, () -> fixture.login("wrong password"));
    }

    assertProblem(ProblemCode.TOO_MANY_ATTEMPTS, fixture::login);
  }

  @Test
  void doesNotLockSomebodyOutBecauseAStrangerGuesses() {
    fixture.register();
    Device stranger = new Device("203.0.113.9", "", Optional.empty());
    for (int i = 0; i < SignInSubject.FREE_ATTEMPTS; i++) {
      assertProblem(ProblemCode.BAD_CREDENTIALS, () -> guess(IdentityFixture.EMAIL, stranger));
    }
    assertProblem(ProblemCode.TOO_MANY_ATTEMPTS, () -> guess(IdentityFixture.EMAIL, stranger));

    assertThatCode(fixture::login).doesNotThrowAnyException();
  }

  @Test
  void doesNotLockADeviceOutThatHasSignedInBefore() {
    Device own = deviceOf(fixture.register().user().id());
    useUpTheAttempts(IdentityFixture.DEVICE);
    assertProblem(ProblemCode.TOO_MANY_ATTEMPTS, fixture::login);

    assertThatCode(() -> login(own)).doesNotThrowAnyException();
  }

  @Test
  void countsAttemptsFromAKnownDeviceForThatDevice() {
    UUID ada = fixture.register().user().id();
    Device own = deviceOf(ada);
    useUpTheAttempts(own);

    assertProblem(ProblemCode.TOO_MANY_ATTEMPTS, () -> login(own));
    assertThatCode(() -> login(deviceOf(ada))).doesNotThrowAnyException();
    assertThatCode(fixture::login).doesNotThrowAnyException();
  }

  @Test
  void treatsTheDeviceOfAnotherAccountAsUnknown() {
    fixture.register();
    Device foreign = deviceOf(UUID.randomUUID());
    useUpTheAttempts(foreign);

    assertProblem(
        ProblemCode.TOO_MANY_ATTEMPTS, () -> guess(IdentityFixture.EMAIL, IdentityFixture.DEVICE));
    assertProblem(
        ProblemCode.TOO_MANY_ATTEMPTS,
        () -> guess(IdentityFixture.EMAIL, deviceOf(UUID.randomUUID())));
  }

  @Test
  void slowsGuessingFromManyAddressesDownButNoKnownDevice() {
    Device own = deviceOf(fixture.register().user().id());
    for (String email : List.of(IdentityFixture.EMAIL, "nobody@example.org")) {
      SignInSubject all = SignInSubject.ofAllAddresses(EmailAddress.of(email));
      for (int i = 0; i < 99; i++) {
        fixture.throttle.admit(Tenant.DEFAULT_ID, List.of(all));
      }
      Device bot = new Device("203.0.113.9", "", Optional.empty());
      assertProblem(ProblemCode.BAD_CREDENTIALS, () -> guess(email, bot));
    }
    Device newcomer = new Device("198.51.100.1", "", Optional.empty());

    assertProblem(ProblemCode.TOO_MANY_ATTEMPTS, () -> guess(IdentityFixture.EMAIL, newcomer));
    assertProblem(ProblemCode.TOO_MANY_ATTEMPTS, () -> guess("nobody@example.org", newcomer));
    assertThatCode(() -> login(own)).doesNotThrowAnyException();
  }

  @Test
  void slowsAnAddressThatTriesManyAccountsDown() {
    Device own = deviceOf(fixture.register().user().id());
    for (int i = 0; i < IdentityFixture.FAILURES_OF_ADDRESS; i++) {
      String email = "user" + i + "@example.org";
      assertProblem(ProblemCode.BAD_CREDENTIALS, () -> guess(email, IdentityFixture.DEVICE));
    }

    assertProblem(ProblemCode.TOO_MANY_ATTEMPTS, fixture::login);
    assertThatCode(() -> login(own)).as("a known device").doesNotThrowAnyException();
    assertThatCode(() -> login(new Device("198.51.100.1", "", Optional.empty())))
        .as("another address")
        .doesNotThrowAnyException();
    for (int i = 0; i < 3; i++) {
      fixture.clock.pass(Duration.ofSeconds(30));
      String email = "other" + i + "@example.org";
      assertProblem(ProblemCode.BAD_CREDENTIALS, () -> guess(email, IdentityFixture.DEVICE));
      assertProblem(ProblemCode.TOO_MANY_ATTEMPTS, fixture::login);
    }
  }

  @Test
  void doesNotForgetTheFailuresOfAnAddressBecauseOneAccountSignsIn() {
    fixture.register();
    for (int i = 0; i < IdentityFixture.FAILURES_OF_ADDRESS; i++) {
      String email = "user" + i + "@example.org";
      assertThatCode(fixture::login).as("after %d failures", i).doesNotThrowAnyException();
      assertProblem(ProblemCode.BAD_CREDENTIALS, () -> guess(email, IdentityFixture.DEVICE));
    }

    assertProblem(ProblemCode.TOO_MANY_ATTEMPTS, fixture::login);
  }

  private static Device deviceOf(UUID userId) {
    KnownDevice known = KnownDevice.fresh().after(userId);
    return new Device(IdentityFixture.DEVICE.address(), "A browser", Optional.of(known));
  }

  private void useUpTheAttempts(Device device) {
    for (int i = 0; i < SignInSubject.FREE_ATTEMPTS; i++) {
      assertProblem(ProblemCode.BAD_CREDENTIALS, () -> guess(IdentityFixture.EMAIL, device));
    }
  }

  private void login(Device device) {
    fixture.authentication.login(
        IdentityFixture.EMAIL, IdentityFixture.PASSWORD.toCharArray(), device);
  }

  @Test
  void letsNoDisabledUserInOrGoOn() {
    SignedIn signedIn = fixture.register();
    fixture.accountRepository.administer(signedIn.user().id(), Role.USER, UserStatus.DISABLED);

    assertProblem(ProblemCode.BAD_CREDENTIALS, fixture::login);
    assertProblem(
        ProblemCode.SESSION_EXPIRED, () -> fixture.authentication.refresh(signedIn.refreshToken()));
  }

  @Test
  void repeatsARefreshWhoseAnswerWasLost() {
    SignedIn signedIn = fixture.register();
    SignedIn lost = fixture.authentication.refresh(signedIn.refreshToken());

    SignedIn received = fixture.authentication.refresh(signedIn.refreshToken());

    assertThat(received.refreshToken().text()).isEqualTo(lost.refreshToken().text());
    assertThat(received.accessToken().value()).isNotEqualTo(lost.accessToken().value());
    assertThatCode(() -> fixture.verifier.verify(fixture.callerOf(lost), null))
        .doesNotThrowAnyException();
  }

  @Test
  void tellsAnotherTabApartFromTheft() {
    SignedIn signedIn = fixture.register();
    SignedIn otherTab = fixture.authentication.refresh(signedIn.refreshToken());
    fixture.authentication.refresh(otherTab.refreshToken());

    assertProblem(
        ProblemCode.ALREADY_ROTATED, () -> fixture.authentication.refresh(signedIn.refreshToken()));
  }

  @Test
  void endsAllOtherSessionsWithAPasswordChange() {
    SignedIn here = fixture.register();
    SignedIn elsewhere = fixture.login();

    fixture.authentication.changePassword(
        fixture.callerOf(here),
        IdentityFixture.PASSWORD.toCharArray(),
        "another good one".toCharArray());

    assertProblem(
        ProblemCode.SESSION_EXPIRED,
        () -> fixture.authentication.refresh(elsewhere.refreshToken()));
    assertThatCode(() -> fixture.authentication.refresh(here.refreshToken()))
        .doesNotThrowAnyException();
    assertProblem(ProblemCode.BAD_CREDENTIALS, fixture::login);
    assertThatCode(() -> fixture.login("another good one")).doesNotThrowAnyException();
  }

  @Test
  void changesNoPasswordWithoutTheOldOne() {
    Caller caller = fixture.callerOf(fixture.register());

    assertProblem(
        ProblemCode.BAD_CREDENTIALS,
        () ->
            fixture.authentication.changePassword(
                caller, "wrong password".toCharArray(), "another good one".toCharArray()));
    assertThatCode(fixture::login).doesNotThrowAnyException();
  }

  @Test
  void changesToNoBadPassword() {
    Caller caller = fixture.callerOf(fixture.register());

    assertProblem(
        ProblemCode.VALIDATION_FAILED,
        () ->
            fixture.authentication.changePassword(
                caller, IdentityFixture.PASSWORD.toCharArray(), "password123".toCharArray()));
  }

  @Test
  void changesTheAddressByWhichItsOwnerSignsInAndEndsTheOtherSessions() {
    SignedIn here = fixture.register();
    SignedIn elsewhere = fixture.login();

    User changed = changeEmail(here, "Ada.King@Example.org", IdentityFixture.PASSWORD);

    assertThat(changed.email()).isEqualTo("Ada.King@Example.org");
    assertProblem(
        ProblemCode.SESSION_EXPIRED,
        () -> fixture.authentication.refresh(elsewhere.refreshToken()));
    assertThatCode(() -> fixture.authentication.refresh(here.refreshToken()))
        .doesNotThrowAnyException();
    assertProblem(ProblemCode.BAD_CREDENTIALS, fixture::login);
    assertThatCode(
            () ->
                fixture.authentication.login(
                    "ada.king@example.org",
                    IdentityFixture.PASSWORD.toCharArray(),
                    IdentityFixture.DEVICE))
        .doesNotThrowAnyException();
  }

  @Test
  void changesNoAddressWithoutThePasswordOrToOneThatIsNoneOrTaken() {
    SignedIn here = fixture.register();
    fixture.authentication.register(
        "bob@example.org", IdentityFixture.PASSWORD.toCharArray(), "Bob", IdentityFixture.DEVICE);

    assertProblem(
        ProblemCode.BAD_CREDENTIALS, () -> changeEmail(here, "x@example.org", "wrong password"));
    assertProblem(
        ProblemCode.EMAIL_TAKEN,
        () -> changeEmail(here, "BOB@example.org", IdentityFixture.PASSWORD));
    assertProblem(
        ProblemCode.VALIDATION_FAILED,
        () -> changeEmail(here, "x@exa mple.org", IdentityFixture.PASSWORD));
    assertThat(fixture.account(here).user().email()).isEqualTo(IdentityFixture.EMAIL);
  }

  @Test
  void limitsHowOftenSomebodyMayAskWhichAddressesAreTaken() {
    SignedIn here = fixture.register();
    for (int i = 0; i < 10; i++) {
      changeEmail(here, "ada-" + i + "@example.org", IdentityFixture.PASSWORD);
    }

    assertProblem(
        ProblemCode.RATE_LIMITED,
        () -> changeEmail(here, "bob@example.org", IdentityFixture.PASSWORD));
  }

  private User changeEmail(SignedIn signedIn, String email, String password) {
    return fixture.authentication.changeEmail(
        fixture.callerOf(signedIn), email, password.toCharArray());
  }

  private void guess(String email, Device device) {
    fixture.authentication.login(email, "wrong password".toCharArray(), device);
  }

  private static void assertProblem(ProblemCode code, ThrowingCallable call) {
    assertThat(catchThrowableOfType(DomainException.class, call))
        .isNotNull()
        .extracting(DomainException::code)
        .isEqualTo(code);
  }
}
