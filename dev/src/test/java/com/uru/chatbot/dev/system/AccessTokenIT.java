package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import jakarta.json.Json;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that were forged, stolen or kept for too long. */
@ExtendWith(UruSystemExtension.class)
class AccessTokenIT {
  private static final Duration NOTICED_WITHIN = Duration.ofSeconds(5);

  private final UruSystem uru;
  private final ECKey signingKey;
  private UruClient user;
  private JWTClaimsSet claims;

  @SuppressWarnings("NullAway.Init")
  AccessTokenIT(UruSystem uru) {
    this.uru = uru;
    this.signingKey = uru.serverKeys().currentSigningKey();
  }

  @BeforeEach
  void signIn() throws ParseException {
    user = uru.newUser();
    claims = SignedJWT.parse(user.token()).getJWTClaimsSet();
  }

  @Test
  void takesATokenThatSaysTheSame() throws JOSEException {
    user.useToken(signed(claims));

    user.get("/me").expect(200);
  }

  @Test
  void refusesATokenThatNobodySigned() {
    assertRefused(new PlainJWT(claims).serialize(), "unauthenticated");
  }

  @Test
  void refusesThePublicKeyAsASharedSecret() throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(JOSEObjectType.JWT)
                .keyID(signingKey.getKeyID())
                .build(),
            claims);
    token.sign(
        new MACSigner(signingKey.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));

    assertRefused(token.serialize(), "unauthenticated");
  }

  @Test
  void refusesTheKeyThatATokenBringsAlong() throws JOSEException {
    ECKey own = new ECKeyGenerator(Curve.P_256).keyID(signingKey.getKeyID()).generate();
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .type(JOSEObjectType.JWT)
            .keyID(own.getKeyID())
            .jwk(own.toPublicJWK())
            .build();
    SignedJWT token = new SignedJWT(header, claims);
    token.sign(new ECDSASigner(own));

    assertRefused(token.serialize(), "unauthenticated");
  }

  @Test
  void refusesAKeyThatTheServerDoesNotHave() throws JOSEException {
    for (String id : List.of("unknown", "", "../" + signingKey.getKeyID())) {
      ECKey own = new ECKeyGenerator(Curve.P_256).keyID(id).generate();
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.ES256).type(JOSEObjectType.JWT).keyID(id).build(),
              claims);
      token.sign(new ECDSASigner(own));

      assertRefused(token.serialize(), "unauthenticated");
    }
  }

  @Test
  void refusesTokensFromAndForOthers() throws JOSEException {
    assertRefused(signed(changed().issuer("https://evil.example").build()), "unauthenticated");
    assertRefused(signed(changed().audience("another-api").build()), "unauthenticated");
    assertRefused(signed(changed().audience((String) null).build()), "unauthenticated");
    assertRefused(signed(changed().claim("token_use", "refresh").build()), "unauthenticated");
    assertRefused(signed(changed().claim("token_use", null).build()), "unauthenticated");
  }

  @Test
  void tellsThatATokenHasExpired() throws JOSEException {
    Instant now = Instant.now();

    assertRefused(
        signed(
            changed()
                .issueTime(Date.from(now.minusSeconds(700)))
                .expirationTime(Date.from(now.minusSeconds(100)))
                .build()),
        "token_expired");
  }

  /** Fault T14: clocks of nodes differ, but not by more than half a minute. */
  @ParameterizedTest
  @ValueSource(ints = {-20, 20})
  void toleratesClocksThatDifferALittle(int seconds) throws JOSEException {
    user.useToken(signed(skewed(seconds)));

    user.get("/me").expect(200);
  }

  @ParameterizedTest
  @CsvSource({
    "-45, token_expired",
    "-300, token_expired",
    "45, unauthenticated",
    "300, unauthenticated"
  })
  void refusesClocksThatDifferTooMuch(int seconds, String code) throws JOSEException {
    assertRefused(signed(skewed(seconds)), code);
  }

  /**
   * What a node issued whose clock is ahead by these seconds just now, or behind by them ten
   * minutes ago: a token at the very end of its time.
   */
  private JWTClaimsSet skewed(int seconds) {
    Instant end = Instant.now().plusSeconds(seconds < 0 ? seconds : 600 + seconds);
    return changed()
        .issueTime(Date.from(end.minusSeconds(600)))
        .expirationTime(Date.from(end))
        .build();
  }

  @Test
  void refusesTokensFromTheFuture() throws JOSEException {
    Date later = Date.from(Instant.now().plusSeconds(3600));

    assertRefused(signed(changed().notBeforeTime(later).build()), "unauthenticated");
    assertRefused(signed(changed().issueTime(later).build()), "unauthenticated");
  }

  @Test
  void believesTheDatabaseAboutRoles() throws JOSEException {
    assertRefused(signed(changed().claim("groups", List.of("admin")).build()), "token_expired");
    assertRefused(
        signed(changed().claim("groups", List.of("admin", "user")).build()), "unauthenticated");
  }

  @Test
  void refusesSessionsOfOthersAndOfNobody() throws JOSEException {
    String other = uru.newUser().user().getString("id");

    assertRefused(signed(changed().subject(other).build()), "session_expired");
    assertRefused(
        signed(changed().claim("sid", UUID.randomUUID().toString()).build()), "session_expired");
    assertRefused(
        signed(changed().claim("tid", UUID.randomUUID().toString()).build()), "session_expired");
  }

  @Test
  void endsWithItsSession() {
    String token = user.token();
    user.post("/auth/logout", null).expect(204);
    user.useToken(token);

    Eventually.within(NOTICED_WITHIN, "the session's end", () -> user.get("/me").status() == 401);
    user.get("/me").expectProblem(401, "session_expired");
  }

  @Test
  void endsElsewhereWithAPasswordChange() {
    UruClient elsewhere = uru.signedIn(user.email(), UruSystem.PASSWORD);
    elsewhere.get("/me").expect(200);

    user.send(
            "PUT",
            "/me/password",
            Json.createObjectBuilder()
                .add("currentPassword", UruSystem.PASSWORD)
                .add("newPassword", "another horse 43")
                .build()
                .toString(),
            Map.of())
        .expect(204);

    Eventually.within(
        NOTICED_WITHIN, "the session's end", () -> elsewhere.get("/me").status() == 401);
    elsewhere.refresh().expectProblem(401, "session_expired");
    user.get("/me").expect(200);
  }

  @Test
  void endsTheSessionWhenAnOldRefreshTokenComesBack() {
    UruClient thief = user.newTab();
    user.refresh().expect(200);
    user.get("/me").expect(200);

    Eventually.within(
        Duration.ofSeconds(20), "the leeway's end", () -> thief.refresh().status() == 401);

    user.refresh().expectProblem(401, "session_expired");
  }

  @Test
  void givesManyTabsThatRefreshAtOnceTheSameCookie() {
    List<UruClient> tabs = Stream.generate(user::newTab).limit(8).toList();

    List<Integer> statuses = tabs.parallelStream().map(tab -> tab.refresh().status()).toList();

    assertThat(statuses).containsOnly(200);
    assertThat(tabs.stream().map(UruClient::cookie).distinct()).hasSize(1);
  }

  private void assertRefused(String token, String code) {
    user.useToken(token);
    user.get("/me").expectProblem(401, code);
  }

  private JWTClaimsSet.Builder changed() {
    return new JWTClaimsSet.Builder(claims);
  }

  private String signed(JWTClaimsSet content) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(JOSEObjectType.JWT)
                .keyID(signingKey.getKeyID())
                .build(),
            content);
    token.sign(new ECDSASigner(signingKey));
    return token.serialize();
  }
}
