package com.uru.chatbot.web.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpiredTokenTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void knowsATokenWhoseTimeIsOver() throws JOSEException {
    assertThat(ExpiredToken.isIn("Bearer " + tokenUntil(NOW.minusSeconds(1)), NOW)).isTrue();
    assertThat(ExpiredToken.isIn("bearer " + tokenUntil(NOW.minusSeconds(1)), NOW)).isTrue();
  }

  @Test
  void doesNotCallAGoodTokenExpired() throws JOSEException {
    assertThat(ExpiredToken.isIn("Bearer " + tokenUntil(NOW.plusSeconds(1)), NOW)).isFalse();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer a.b.c", "Basic YTpi", "Bearer e30.e30."})
  void findsNoTokenInAnythingElse(String authorization) {
    assertThat(ExpiredToken.isIn(authorization, NOW)).isFalse();
  }

  private static String tokenUntil(Instant expiry) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.HS256),
            new JWTClaimsSet.Builder().expirationTime(Date.from(expiry)).build());
    token.sign(new MACSigner(new byte[32]));
    return token.serialize();
  }
}
