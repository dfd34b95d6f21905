package com.uru.chatbot.identity.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.uru.chatbot.identity.IdentityFixture;
import com.uru.chatbot.identity.SignedIn;
import com.uru.chatbot.identity.session.Rotation.OpenSession;
import com.uru.chatbot.identity.user.UserStatus;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.Role;
import java.time.Duration;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CallerVerifierTest {
  private final IdentityFixture fixture = new IdentityFixture();
  private final SignedIn signedIn = fixture.register();
  private final Caller caller = fixture.callerOf(signedIn);

  @Test
  void letsASignedInUserPass() {
    assertThatCode(() -> fixture.verifier.verify(caller, null)).doesNotThrowAnyException();
  }

  @Test
  void noticesWithinASecondThatASessionHasEnded() {
    fixture.verifier.verify(caller, null);
    fixture.authentication.logout(signedIn.refreshToken());
    fixture.clock.pass(Duration.ofSeconds(1));

    assertThat(refusal(caller)).isEqualTo(ProblemCode.SESSION_EXPIRED);
  }

  @Test
  void noticesAtOnceThatASessionWasEndedHere() {
    fixture.verifier.verify(caller, null);
    fixture.accountService.endSession(caller, caller.loginSessionId());

    assertThat(refusal(caller)).isEqualTo(ProblemCode.SESSION_EXPIRED);
  }

  @Test
  void noticesItTooWhenTheClockWasSetBack() {
    fixture.verifier.verify(caller, null);
    fixture.accountRepository.administer(caller.userId(), Role.USER, UserStatus.DISABLED);
    fixture.clock.pass(Duration.ofMinutes(-5));

    assertThat(refusal(caller)).isEqualTo(ProblemCode.SESSION_EXPIRED);
  }

  @Test
  void noticesThatAUserWasDisabled() {
    fixture.verifier.verify(caller, null);
    fixture.accountRepository.administer(caller.userId(), Role.USER, UserStatus.DISABLED);
    fixture.clock.pass(Duration.ofSeconds(1));

    assertThat(refusal(caller)).isEqualTo(ProblemCode.SESSION_EXPIRED);
  }

  @Test
  void callsNobodySignedOutWhoCameWhileTheOthersWereChecked() {
    Caller ended = fixture.callerOf(fixture.login());
    fixture.accountService.endSession(ended, ended.loginSessionId());
    List<Caller> seen = new ArrayList<>(List.of(ended));
    Collection<Caller> readers =
        new AbstractCollection<>() {
          @Override
          public Iterator<Caller> iterator() {
            Iterator<Caller> now = List.copyOf(seen).iterator();
            seen.add(caller);
            return now;
          }

          @Override
          public int size() {
            return seen.size();
          }
        };

    assertThat(fixture.verifier.signedOut(readers)).containsExactly(ended);
  }

  @Test
  void asksForAFreshTokenWhenTheRoleHasChanged() {
    fixture.verifier.verify(caller, null);
    fixture.accountRepository.administer(caller.userId(), Role.VIEWER, UserStatus.ACTIVE);
    fixture.clock.pass(Duration.ofSeconds(1));

    assertThat(refusal(caller)).isEqualTo(ProblemCode.TOKEN_EXPIRED);
  }

  @Test
  void recordsTheFirstUseOfANewAccessTokenAlthoughTheSessionWasCheckedJustNow() {
    OpenSession rotated =
        ((Rotation.Rotated) fixture.sessions.rotate(signedIn.refreshToken())).session();
    fixture.verifier.verify(caller, UUID.randomUUID());
    assertThat(unseenRotation()).contains(rotated.rotationId());

    fixture.verifier.verify(caller, rotated.rotationId());

    assertThat(unseenRotation()).isEmpty();
  }

  @Test
  void doesNotTakeOneUsersSessionForAnothers() {
    fixture.verifier.verify(caller, null);
    Caller other =
        new Caller(caller.tenantId(), UUID.randomUUID(), caller.role(), caller.loginSessionId());

    assertThat(refusal(other)).isEqualTo(ProblemCode.SESSION_EXPIRED);
  }

  @Test
  void doesNotRememberARoleThatTheTokenMadeUp() {
    fixture.verifier.verify(caller, null);
    Caller raised =
        new Caller(caller.tenantId(), caller.userId(), Role.ADMIN, caller.loginSessionId());

    assertThat(refusal(raised)).isEqualTo(ProblemCode.TOKEN_EXPIRED);
  }

  @Test
  void namesTheCallersWhoseSessionHasEnded() {
    Caller elsewhere = fixture.callerOf(fixture.login());
    assertThat(fixture.verifier.signedOut(List.of(caller, elsewhere, caller))).isEmpty();

    fixture.accountService.endSession(caller, elsewhere.loginSessionId());

    assertThat(fixture.verifier.signedOut(List.of(caller, elsewhere, caller)))
        .containsExactly(elsewhere);
  }

  @Test
  void namesAllCallersOfADisabledUser() {
    Caller elsewhere = fixture.callerOf(fixture.login());
    fixture.accountRepository.administer(caller.userId(), Role.USER, UserStatus.DISABLED);

    assertThat(fixture.verifier.signedOut(List.of(caller, elsewhere)))
        .containsExactlyInAnyOrder(caller, elsewhere);
  }

  private Optional<UUID> unseenRotation() {
    return fixture
        .sessionRepository
        .unseenRotation(caller.tenantId(), caller.loginSessionId())
        .map(UnseenRotation::id);
  }

  private ProblemCode refusal(Caller refused) {
    return catchThrowableOfType(DomainException.class, () -> fixture.verifier.verify(refused, null))
        .code();
  }
}
