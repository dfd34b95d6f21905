package com.uru.chatbot.identity.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.uru.chatbot.identity.IdentityFixture;
import com.uru.chatbot.identity.SignedIn;
import com.uru.chatbot.identity.user.User;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.Tenant;
import java.time.Duration;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PasswordLinksTest {
  private static final String NEW_PASSWORD = "nine quiet rivers flow";

  private final IdentityFixture identity = new IdentityFixture();

  private static void assertRefused(ThrowingCallable call, ProblemCode code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            DomainException.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  private PasswordLink linkFor(User user, boolean hasPassword) {
    return identity.links.make(user.tenant().id(), user.id(), hasPassword).link();
  }

  private SignedIn use(PasswordLink link, String password) {
    return identity.authentication.setPassword(
        link, password.toCharArray(), IdentityFixture.DEVICE);
  }

  @Test
  void setsAPasswordOnceAndEndsAllSessions() {
    SignedIn before = identity.register();
    Caller caller = identity.callerOf(before);
    PasswordLink link = linkFor(before.user(), true);

    SignedIn after = use(link, NEW_PASSWORD);

    assertThat(after.user().id()).isEqualTo(before.user().id());
    assertThat(identity.login(NEW_PASSWORD).user().id()).isEqualTo(before.user().id());
    assertRefused(identity::login, ProblemCode.BAD_CREDENTIALS);
    assertRefused(() -> identity.verifier.verify(caller, null), ProblemCode.SESSION_EXPIRED);
    assertRefused(() -> use(link, NEW_PASSWORD), ProblemCode.NOT_FOUND);
  }

  @Test
  void tellsWhomItIsForWithoutBeingUsed() {
    User ada = identity.register().user();
    PasswordLink link = linkFor(ada, true);

    assertThat(identity.links.recipient(link)).isEqualTo(new PasswordLinks.Recipient(ada, false));
    assertThat(identity.links.recipient(link).user()).isEqualTo(ada);
  }

  @Test
  void isReplacedByTheNextOne() {
    User ada = identity.register().user();
    PasswordLink first = linkFor(ada, true);
    PasswordLink second = linkFor(ada, true);

    assertRefused(() -> identity.links.recipient(first), ProblemCode.NOT_FOUND);
    assertThat(identity.links.recipient(second).user()).isEqualTo(ada);
  }

  @Test
  void endsWhenThePersonChangesThePassword() {
    SignedIn ada = identity.register();
    PasswordLink link = linkFor(ada.user(), true);

    identity.authentication.changePassword(
        identity.callerOf(ada), IdentityFixture.PASSWORD.toCharArray(), NEW_PASSWORD.toCharArray());

    assertRefused(() -> identity.links.recipient(link), ProblemCode.NOT_FOUND);
  }

  @Test
  void expiresAfterADayOrAsAnInvitationAfterAWeek() {
    User ada = identity.register().user();
    PasswordLink reset = linkFor(ada, true);
    identity.clock.pass(Duration.ofDays(1));
    assertRefused(() -> use(reset, NEW_PASSWORD), ProblemCode.NOT_FOUND);

    PasswordLink invitation = linkFor(ada, false);
    identity.clock.pass(Duration.ofDays(7).minusSeconds(1));
    assertThat(identity.links.recipient(invitation).user()).isEqualTo(ada);
    identity.clock.pass(Duration.ofSeconds(1));
    assertRefused(() -> identity.links.recipient(invitation), ProblemCode.NOT_FOUND);
  }

  @Test
  void survivesAPasswordThatCannotBeUsed() {
    User ada = identity.register().user();
    PasswordLink link = linkFor(ada, true);

    assertRefused(() -> use(link, "short"), ProblemCode.VALIDATION_FAILED);

    assertThat(use(link, NEW_PASSWORD).user()).isEqualTo(ada);
  }

  @Test
  void isReadFromItsTextAndTellsNothingInLogs() {
    PasswordLink link = PasswordLink.random(Tenant.DEFAULT_ID);

    assertThat(PasswordLink.parse(link.text()).orElseThrow().hash()).isEqualTo(link.hash());
    assertThat(PasswordLink.parse(link.text() + "x")).isEmpty();
    assertThat(PasswordLink.parse("!".repeat(64))).isEmpty();
    assertThat(PasswordLink.parse("A".repeat(62) + "==")).isEmpty();
    assertThat(link).hasToString("PasswordLink[hidden]");
    assertRefused(
        () -> identity.links.recipient(PasswordLink.random(UUID.randomUUID())),
        ProblemCode.NOT_FOUND);
  }
}
