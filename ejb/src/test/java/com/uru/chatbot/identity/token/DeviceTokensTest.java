package com.uru.chatbot.identity.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.uru.chatbot.serverkey.ServerKeys;
import com.uru.chatbot.shared.ManualClock;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.Role;
import com.uru.chatbot.tenant.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTokensTest {
  private static final String ISSUER = "https://uru.example.org";
  private static final UUID ADA = UUID.randomUUID();

  private final ManualClock clock = new ManualClock();
  private final ServerKeys keys = TestKeys.fresh();
  private final DeviceTokens tokens = new DeviceTokens(keys, ISSUER, clock);
  private final KnownDevice device = KnownDevice.fresh().after(ADA);

  @Test
  void readsWhatItHasIssued() {
    assertThat(tokens.read(tokens.issue(device))).contains(device);
  }

  @Test
  void issuesForAYear() {
    String token = tokens.issue(device);
    clock.pass(Duration.ofDays(365).minusSeconds(1));
    assertThat(tokens.read(token)).isPresent();
    clock.pass(Duration.ofSeconds(1));

    assertThat(tokens.read(token)).isEmpty();
  }

  @Test
  void hasAnotherAudienceThanAccessTokensAndReadsNone() throws Exception {
    Caller caller = new Caller(Tenant.DEFAULT_ID, ADA, Role.USER, UUID.randomUUID());
    String access = new TokenIssuer(keys, ISSUER, clock).issue(caller, UUID.randomUUID()).value();
    JWTClaimsSet claims = SignedJWT.parse(tokens.issue(device)).getJWTClaimsSet();

    assertThat(tokens.read(access)).isEmpty();
    assertThat(claims.getAudience())
        .containsExactly("uru-device")
        .doesNotContain(TokenIssuer.AUDIENCE);
    assertThat(claims.getStringClaim(TokenIssuer.TOKEN_USE)).isNotEqualTo(TokenIssuer.ACCESS);
    assertThat(claims.getClaims()).doesNotContainKeys("groups", "sid", "tid");
  }

  @Test
  void readsNoTokenOfOtherKeysOrAnotherIssuer() {
    assertThat(tokens.read(new DeviceTokens(TestKeys.fresh(), ISSUER, clock).issue(device)))
        .isEmpty();
    assertThat(tokens.read(new DeviceTokens(keys, "https://evil.example", clock).issue(device)))
        .isEmpty();
  }

  @Test
  void readsNoTokenThatIsNotSignedByItsKeyPair() throws Exception {
    JWTClaimsSet claims = SignedJWT.parse(tokens.issue(device)).getJWTClaimsSet();
    SignedJWT symmetric =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.HS256)
                .keyID(keys.currentSigningKey().getKeyID())
                .build(),
            claims);
    symmetric.sign(new MACSigner(keys.currentSigningKey().toPublicJWK().toString()));

    assertThat(tokens.read(symmetric.serialize())).isEmpty();
    assertThat(tokens.read(new PlainJWT(claims).serialize())).isEmpty();
  }

  @Test
  void readsNoTokenThatWasChanged() {
    String[] own = tokens.issue(device).split("\\.", -1);
    String[] other = tokens.issue(device.after(UUID.randomUUID())).split("\\.", -1);

    assertThat(tokens.read(own[0] + "." + other[1] + "." + own[2])).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a.b.c", "e30.e30.", "\u0000", "{}"})
  void readsNothingElse(String text) {
    assertThat(tokens.read(text)).isEmpty();
    assertThat(tokens.read(text + "x".repeat(100_000))).isEmpty();
  }

  @Test
  void keepsTheFiveNewestAccountsOfADevice() {
    List<UUID> users = Stream.generate(UUID::randomUUID).limit(6).toList();
    KnownDevice shared = device;
    for (UUID user : users) {
      shared = shared.after(user);
    }
    shared = shared.after(users.get(4));

    assertThat(shared.id()).isEqualTo(device.id());
    assertThat(shared.accounts())
        .containsExactly(users.get(4), users.get(5), users.get(3), users.get(2), users.get(1));
    assertThat(shared.isKnownTo(ADA)).isFalse();
    assertThat(tokens.issue(shared).length()).isLessThan(1_000);
  }
}
