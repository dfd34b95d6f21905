package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(UruSystemExtension.class)
class AuthenticationIT {
  private final UruSystem uru;

  AuthenticationIT(UruSystem uru) {
    this.uru = uru;
  }

  @Test
  void saysHowPeopleSignIn() {
    JsonObject options = uru.visitor().get("/auth/options").expect(200).json();

    assertThat(options.getString("signUp")).isEqualTo("open");
    assertThat(options.getInt("passwordMinLength")).isBetween(8, 20);
    assertThat(options.getJsonArray("sso")).isEmpty();
  }

  @Test
  void registersAUserWhoIsSignedInAtOnce() {
    UruClient user = uru.newUser();

    JsonObject me = user.get("/me").expect(200).json();

    assertThat(me.getString("email")).isEqualTo(user.email());
    assertThat(me.getString("role")).isEqualTo("user");
    assertThat(me.getJsonObject("tenant").getString("name")).isEqualTo("Uru");
    assertThat(me.toString()).doesNotContain("assword");
  }

  @Test
  void refusesAnAddressThatIsTaken() {
    UruClient user = uru.newUser();

    register(user.email().toUpperCase(Locale.ROOT), UruSystem.PASSWORD)
        .expectProblem(409, "email_taken");
  }

  @Test
  void takesAPasswordFromAnyKeyboard() {
    String email = "keyboard-" + UUID.randomUUID() + "@example.org";
    register(email, "Grüße\u00A0aus-Köln-é").expect(201);

    uru.signedIn(email, Normalizer.normalize("Grüße aus-Köln-é", Normalizer.Form.NFD));
    uru.signedIn(email, "Grüße\u3000aus-Köln-é");
    uru.visitor().tryLogin(email, "Grusse aus-Koln-e").expectProblem(401, "bad_credentials");
  }

  @Test
  void hasOneAccountForOneAddress() {
    String local = "josé-" + UUID.randomUUID();
    register(local + "@bücher.example", UruSystem.PASSWORD).expect(201);

    for (String spelt :
        List.of(
            local + "@xn--bcher-kva.example",
            Normalizer.normalize(local, Normalizer.Form.NFD) + "@BÜCHER。example")) {
      register(spelt, UruSystem.PASSWORD).expectProblem(409, "email_taken");
      assertThat(uru.signedIn(spelt, UruSystem.PASSWORD).email())
          .isEqualTo(local + "@bücher.example");
    }
  }

  @Test
  void findsAnAccountOfAVersionThatHadNoEmailKeysAfterARestart() {
    String local = "old-" + UUID.randomUUID();
    register(local + "@bücher.example", UruSystem.PASSWORD).expect(201);
    uru.select(
        "update users set email_key = null where email = ? returning email",
        row -> row.getString(1),
        local + "@bücher.example");
    uru.signedIn(local + "@bücher.example", UruSystem.PASSWORD);

    uru.killServer();
    uru.startServer();

    uru.signedIn(local + "@xn--bcher-kva.example", UruSystem.PASSWORD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a@exa mple.org", "a@-a.example", "a@xn--a", "a@b..c", "a\u200Bb@c.org"})
  void refusesAnAddressThatIsNone(String email) {
    register(email, UruSystem.PASSWORD).expectProblem(400, "validation_failed");
  }

  @Test
  void refusesAWeakPassword() {
    register("weak-" + UUID.randomUUID() + "@example.org", "short")
        .expectProblem(400, "validation_failed");
  }

  @Test
  void answersTheSameToAWrongPasswordAndAnUnknownAddress() {
    UruClient user = uru.newUser();

    Answer wrong = uru.visitor().tryLogin(user.email(), "wrong horse 42");
    Answer unknown =
        uru.visitor().tryLogin("nobody-" + UUID.randomUUID() + "@example.org", UruSystem.PASSWORD);

    wrong.expectProblem(401, "bad_credentials");
    assertThat(wrong.comparableBody()).isEqualTo(unknown.comparableBody());
  }

  @Test
  void slowsDownSomebodyWhoGuesses() {
    UruClient user = uru.newUser();
    Answer last = uru.visitor().tryLogin(user.email(), "wrong horse 0");
    for (int i = 1; i < 12 && last.status() == 401; i++) {
      last = uru.visitor().tryLogin(user.email(), "wrong horse " + i);
    }

    last.expectProblem(429, "too_many_attempts");
    assertThat(Integer.parseInt(last.header("Retry-After"))).isPositive();
  }

  @Test
  void letsAKnownBrowserInWhileAStrangerAtTheSameAddressHasUsedUpTheAttempts() {
    UruClient owner = uru.newUser();
    useUpTheAttempts(owner.email());
    uru.visitor()
        .tryLogin(owner.email(), UruSystem.PASSWORD)
        .expectProblem(429, "too_many_attempts");
    owner.useToken(null);
    owner.post("/auth/logout", null).expect(204);

    owner.login(owner.email(), UruSystem.PASSWORD);
  }

  @Test
  void takesNoOtherCookieForThatOfAKnownBrowser() {
    UruClient owner = uru.newUser();
    UruClient other = uru.newUser().newTab();
    useUpTheAttempts(owner.email());

    other.tryLogin(owner.email(), UruSystem.PASSWORD).expectProblem(429, "too_many_attempts");
    String name = deviceCookie(owner).split("=", 2)[0];
    for (String forged : List.of("", "x", "e30.e30.x", owner.token())) {
      uru.visitor()
          .send(
              "POST",
              "/auth/login",
              credentials(owner.email(), UruSystem.PASSWORD).toString(),
              Map.of("Cookie", name + "=" + forged))
          .expectProblem(429, "too_many_attempts");
    }
  }

  @Test
  void givesAKnownBrowserNoMoreAttemptsThanOthers() {
    String email = uru.newUser().email();
    UruClient owner = uru.signedIn(email, UruSystem.PASSWORD);
    owner.useToken(null);
    for (int i = 0; i < 5; i++) {
      owner.tryLogin(email, "wrong horse " + i).expectProblem(401, "bad_credentials");
    }

    owner.tryLogin(email, UruSystem.PASSWORD).expectProblem(429, "too_many_attempts");
    uru.signedIn(email, UruSystem.PASSWORD);
  }

  @Test
  void takesTheTokenOfADeviceForNoAccessToken() {
    UruClient thief = uru.visitor();
    thief.useToken(deviceCookie(uru.newUser()).split("=", 2)[1]);

    assertThat(thief.get("/me").status()).isEqualTo(401);
  }

  private void useUpTheAttempts(String email) {
    for (int i = 0; i < 5; i++) {
      uru.visitor().tryLogin(email, "wrong horse " + i).expectProblem(401, "bad_credentials");
    }
  }

  private static String deviceCookie(UruClient client) {
    return Stream.of(client.cookie().split("; ", -1))
        .filter(cookie -> cookie.contains("uru_device"))
        .findFirst()
        .orElseThrow();
  }

  private static JsonObject credentials(String email, String password) {
    return Json.createObjectBuilder().add("email", email).add("password", password).build();
  }

  @Test
  void givesANewTokenForTheCookie() {
    UruClient tab = uru.newUser().newTab();

    tab.refresh().expect(200);

    tab.get("/me").expect(200);
  }

  @Test
  void keepsTheRefreshTokenFromScripts() {
    UruClient user = uru.newUser();
    Answer answer = user.refresh();

    assertThat(answer.header("Set-Cookie")).contains("HttpOnly", "SameSite=Strict", "Path=/");
    assertThat(answer.body()).doesNotContain(user.refreshCookie().split("=", 2)[1]);
  }

  @Test
  void givesTheSameCookieAgainWhenTheAnswerOfARefreshWasLost() {
    UruClient user = uru.newUser();
    UruClient asksAgain = user.newTab();
    String older = user.token();
    user.refresh().expect(200);
    user.newTab().send("GET", "/me", null, Map.of("Authorization", "Bearer " + older)).expect(200);

    asksAgain.refresh().expect(200);

    assertThat(asksAgain.refreshCookie()).isEqualTo(user.refreshCookie());
    asksAgain.get("/me").expect(200);
    asksAgain.refresh().expect(200);
    asksAgain.get("/me").expect(200);
  }

  @Test
  void replacesACookieWithTheNameThatItHadInOlderVersions() {
    UruClient user = uru.newUser();
    String value = user.refreshCookie().split("=", 2)[1];
    Map<String, String> old = Map.of("Cookie", "uru_refresh=" + value);

    Answer answer = uru.visitor().send("POST", "/auth/refresh", null, old).expect(200);

    assertThat(answer.headers().allValues("Set-Cookie"))
        .anySatisfy(cookie -> assertThat(cookie).startsWith("uru_refresh=; Path=/; Max-Age=0"))
        .anySatisfy(
            cookie -> assertThat(cookie).startsWith(user.refreshCookie().split("=", 2)[0] + "="));
  }

  @Test
  void saysWhetherTheBrowserHasASessionCookie() {
    assertThat(uru.newUser().newTab().get("/auth/options").json().getBoolean("sessionCookie"))
        .isTrue();
    assertThat(uru.visitor().get("/auth/options").json().getBoolean("sessionCookie")).isFalse();
  }

  @Test
  void tellsASecondTabThatTheTokenWasRotatedJustNow() {
    UruClient user = uru.newUser();
    UruClient slowTab = user.newTab();
    user.refresh().expect(200);
    user.get("/me").expect(200);

    slowTab.refresh().expectProblem(409, "already_rotated");
    user.refresh().expect(200);
  }

  @Test
  void endsTheSessionAtSignOut() {
    UruClient user = uru.newUser();
    UruClient thief = user.newTab();
    user.post("/auth/logout", null).expect(204);

    thief.refresh().expectProblem(401, "session_expired");
  }

  @Test
  void refusesARefreshWithoutACookie() {
    uru.visitor().refresh().expectProblem(401, "session_expired");
  }

  @Test
  void refusesWhatAnotherSiteMadeTheBrowserSend() {
    UruClient user = uru.newUser();

    user.send("POST", "/auth/refresh", null, Map.of("Sec-Fetch-Site", "cross-site"))
        .expectProblem(403, "csrf_rejected");
    JsonObject problem =
        user.send("POST", "/auth/refresh", null, Map.of("Origin", "https://evil.example"))
            .expectProblem(403, "csrf_rejected");
    assertThat(problem.getString("detail")).contains("reverse proxy");
    assertThat(problem.getString("action")).contains("URU_ISSUER");
  }

  /** As behind a reverse proxy that has changed the header Host. */
  @Test
  void takesRequestsOfPagesAtTheAddressThatPeopleUse() {
    Map<String, String> ownPage = Map.of("Origin", uru.issuer());

    uru.newUser().send("POST", "/auth/refresh", null, ownPage).expect(200);
  }

  @Test
  void refusesWhoHasNoToken() {
    uru.visitor().get("/me").expectProblem(401, "unauthenticated");
    uru.visitor().get("/conversations").expectProblem(401, "unauthenticated");
  }

  @Test
  void refusesAForgedToken() {
    UruClient user = uru.newUser();
    String token = user.token();
    char last = token.charAt(token.length() - 5);
    user.useToken(
        token.substring(0, token.length() - 5)
            + (last == 'A' ? 'B' : 'A')
            + token.substring(token.length() - 4));

    assertThat(user.get("/me").status()).isEqualTo(401);
  }

  @Test
  void letsAViewerReadButNotAsk() {
    UruClient viewer = uru.signedIn("viewer@uru.local", "uru-development");

    viewer.get("/conversations").expect(200);
    viewer
        .askRefused(
            Question.first(UUID.randomUUID().toString(), "May I?", "gpt-4o"),
            PracticeFault.FAST.key())
        .expectProblem(403, "forbidden");
  }

  @Test
  void signsInTheFirstAdministrator() {
    UruClient administrator = uru.signedIn(UruSystem.ADMINISTRATOR, UruSystem.PASSWORD);

    assertThat(administrator.user().getString("role")).isEqualTo("admin");
  }

  private Answer register(String email, String password) {
    return uru.visitor()
        .post(
            "/auth/register",
            Json.createObjectBuilder()
                .add("email", email)
                .add("password", password)
                .add("displayName", "Test")
                .build());
  }
}
