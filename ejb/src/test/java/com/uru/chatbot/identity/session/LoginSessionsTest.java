package com.uru.chatbot.identity.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.identity.IdentityFixture;
import com.uru.chatbot.identity.session.Rotation.OpenSession;
import com.uru.chatbot.identity.user.Account;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.Role;
import com.uru.chatbot.tenant.Tenant;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoginSessionsTest {
  private final IdentityFixture fixture = new IdentityFixture();
  private final Account account = fixture.account(fixture.register());

  @Test
  void exchangesATokenForItsSuccessor() {
    OpenSession first = open();

    OpenSession second = rotated(first.refreshToken());

    assertThat(second.session().id()).isEqualTo(first.session().id());
    assertThat(second.refreshToken().text()).isNotEqualTo(first.refreshToken().text());
    assertThat(rotated(second.refreshToken()).session().id()).isEqualTo(first.session().id());
  }

  @Test
  void givesTheSameSuccessorAgainUntilItIsSeen() {
    OpenSession first = open();
    OpenSession lost = rotated(first.refreshToken());
    fixture.clock.pass(Duration.ofHours(23));
    OpenSession lostAgain = rotated(first.refreshToken());
    OpenSession received = rotated(first.refreshToken());

    assertThat(List.of(lostAgain, received))
        .extracting(open -> open.refreshToken().text())
        .containsOnly(lost.refreshToken().text());
    assertThat(received.expiresAt()).isEqualTo(lost.expiresAt());
    assertThat(rotated(received.refreshToken()).session().id()).isEqualTo(first.session().id());
  }

  @Test
  void givesTheSameSuccessorAgainAfterAnyNumberOfRotations() {
    OpenSession current = rotated(rotated(open().refreshToken()).refreshToken());
    OpenSession lost = rotated(current.refreshToken());

    assertThat(rotated(current.refreshToken()).refreshToken().text())
        .isEqualTo(lost.refreshToken().text());
  }

  @Test
  void keepsTheSuccessorUnseenWhileATabPresentsAnOlderAccessToken() {
    OpenSession first = open();
    OpenSession second = rotated(first.refreshToken());
    present(second);
    rotated(second.refreshToken());

    present(second);

    fixture.clock.pass(Duration.ofSeconds(5));
    assertThat(rotated(second.refreshToken())).isNotNull();
  }

  @Test
  void givesAnUnseenSuccessorNotForEver() {
    OpenSession first = open();
    rotated(first.refreshToken());
    fixture.clock.pass(Duration.ofDays(1));

    assertThat(fixture.sessions.rotate(first.refreshToken())).isInstanceOf(Rotation.Refused.class);
    assertThat(isAlive(first)).isFalse();
  }

  @Test
  void givesNoSuccessorOfASessionThatHasEnded() {
    OpenSession first = open();
    OpenSession second = rotated(first.refreshToken());
    fixture.sessions.end(second.refreshToken());

    assertThat(fixture.sessions.rotate(first.refreshToken()))
        .isNotInstanceOf(Rotation.Rotated.class);
  }

  @Test
  void takesASecondUseSoonAfterTheSuccessorWasSeenForAnotherTab() {
    OpenSession first = open();
    OpenSession second = rotated(first.refreshToken());
    present(second);
    fixture.clock.pass(Duration.ofMillis(4_999));

    assertThat(fixture.sessions.rotate(first.refreshToken()))
        .isInstanceOf(Rotation.AlreadyRotated.class);
    assertThat(rotated(second.refreshToken())).isNotNull();
  }

  @Test
  void endsTheSessionWhenATokenComesBackWhoseSuccessorWasUsed() {
    OpenSession first = open();
    OpenSession third = rotated(rotated(first.refreshToken()).refreshToken());
    fixture.clock.pass(Duration.ofSeconds(5));

    assertThat(fixture.sessions.rotate(first.refreshToken())).isInstanceOf(Rotation.Refused.class);
    assertThat(fixture.sessions.rotate(third.refreshToken())).isInstanceOf(Rotation.Refused.class);
    assertThat(isAlive(first)).isFalse();
  }

  @Test
  void endsTheSessionWhenATokenComesBackAfterTheNewAccessTokenWasPresented() {
    OpenSession first = open();
    OpenSession second = rotated(first.refreshToken());
    present(second);
    fixture.clock.pass(Duration.ofSeconds(5));

    assertThat(fixture.sessions.rotate(first.refreshToken())).isInstanceOf(Rotation.Refused.class);
    assertThat(fixture.sessions.rotate(second.refreshToken())).isInstanceOf(Rotation.Refused.class);
    assertThat(isAlive(first)).isFalse();
  }

  @Test
  void givesManyTabsAtOnceNoMoreThanOneSuccessor() throws Exception {
    int tabs = 8;
    OpenSession first = open();
    CyclicBarrier start = new CyclicBarrier(tabs);
    ExecutorService threads = Executors.newFixedThreadPool(tabs);
    try {
      List<Future<Rotation>> answers =
          IntStream.range(0, tabs)
              .mapToObj(
                  tab ->
                      threads.submit(
                          () -> {
                            start.await();
                            return fixture.sessions.rotate(first.refreshToken());
                          }))
              .toList();
      Set<String> successors = new HashSet<>();
      for (Future<Rotation> answer : answers) {
        assertThat(answer.get()).isNotInstanceOf(Rotation.Refused.class);
        if (answer.get() instanceof Rotation.Rotated rotated) {
          successors.add(rotated.session().refreshToken().text());
        }
      }
      assertThat(successors).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void endsAfterSevenDaysWithoutUse() {
    OpenSession session = open();
    fixture.clock.pass(Duration.ofDays(7));

    assertThat(fixture.sessions.rotate(session.refreshToken()))
        .isInstanceOf(Rotation.Refused.class);
  }

  @Test
  void endsAfterThirtyDaysHoweverMuchItIsUsed() {
    OpenSession session = open();
    for (int day = 0; day < 29; day++) {
      fixture.clock.pass(Duration.ofDays(1));
      session = rotated(session.refreshToken());
    }
    assertThat(session.expiresAt()).isEqualTo(session.session().expiresAt());
    fixture.clock.pass(Duration.ofDays(1));

    assertThat(fixture.sessions.rotate(session.refreshToken()))
        .isInstanceOf(Rotation.Refused.class);
  }

  @Test
  void refusesATokenItNeverGave() {
    assertThat(fixture.sessions.rotate(RefreshToken.random(Tenant.DEFAULT_ID)))
        .isInstanceOf(Rotation.Refused.class);
  }

  @Test
  void endsBySignOutEvenWithAUsedToken() {
    OpenSession first = open();
    OpenSession second = rotated(first.refreshToken());

    fixture.sessions.end(first.refreshToken());

    assertThat(fixture.sessions.rotate(second.refreshToken())).isInstanceOf(Rotation.Refused.class);
  }

  @Test
  void keepsNoMoreOfAUserAgentThanFits() {
    OpenSession session =
        fixture.sessions.open(
            account, new Device("192.0.2.1:49152", "x".repeat(5_000), Optional.empty()));

    assertThat(session.session().userAgent()).hasSize(300);
    assertThat(session.session().address()).isEqualTo("192.0.2.1");
  }

  @Test
  void forgetsSessionsThatExpiredLongAgo() {
    open();
    fixture.clock.pass(Duration.ofDays(61));

    open();

    assertThat(fixture.sessionRepository.size()).isEqualTo(1);
  }

  @Test
  void forgetsSessionsThatWereLeftIdleLongAgo() {
    open();
    fixture.clock.pass(Duration.ofDays(38));

    open();

    assertThat(fixture.sessionRepository.size()).isEqualTo(1);
  }

  private OpenSession open() {
    return fixture.sessions.open(account, IdentityFixture.DEVICE);
  }

  private OpenSession rotated(RefreshToken token) {
    Rotation rotation = fixture.sessions.rotate(token);
    assertThat(rotation).isInstanceOf(Rotation.Rotated.class);
    return ((Rotation.Rotated) rotation).session();
  }

  /** Calls the API with the access token of a rotation. */
  private void present(OpenSession open) {
    Caller caller =
        new Caller(Tenant.DEFAULT_ID, account.user().id(), Role.USER, open.session().id());
    assertThat(fixture.sessions.present(caller, open.rotationId())).isPresent();
  }

  private boolean isAlive(OpenSession open) {
    return fixture
        .sessionRepository
        .find(Tenant.DEFAULT_ID, open.session().id())
        .orElseThrow()
        .isAliveAt(fixture.clock.instant());
  }
}
