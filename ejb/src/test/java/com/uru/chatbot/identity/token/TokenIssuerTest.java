package com.uru.chatbot.identity.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.uru.chatbot.identity.IdentityFixture;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.Role;
import com.uru.chatbot.tenant.Tenant;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TokenIssuerTest {
  private final IdentityFixture fixture = new IdentityFixture();
  private final Caller caller =
      new Caller(Tenant.DEFAULT_ID, UUID.randomUUID(), Role.VIEWER, UUID.randomUUID());
  private final UUID rotation = UUID.randomUUID();

  @Test
  void saysExactlyWhatTheContractSays() throws Exception {
    AccessToken token = fixture.tokens.issue(caller, rotation);

    JWTClaimsSet claims = SignedJWT.parse(token.value()).getJWTClaimsSet();
    assertThat(claims.getClaims().keySet())
        .containsExactlyInAnyOrder(
            "iss", "aud", "sub", "jti", "iat", "exp", "token_use", "tid", "sid", "rot", "groups");
    assertThat(claims.getIssuer()).isEqualTo("https://uru.example.org");
    assertThat(claims.getAudience()).containsExactly("uru-api");
    assertThat(claims.getSubject()).isEqualTo(caller.userId().toString());
    assertThat(claims.getStringClaim("tid")).isEqualTo(caller.tenantId().toString());
    assertThat(claims.getStringClaim("sid")).isEqualTo(caller.loginSessionId().toString());
    assertThat(claims.getStringClaim("rot")).isEqualTo(rotation.toString());
    assertThat(claims.getStringClaim("token_use")).isEqualTo("access");
    assertThat(claims.getStringListClaim("groups")).isEqualTo(List.of("viewer"));
    assertThat(claims.getExpirationTime())
        .isEqualTo(Date.from(fixture.clock.instant().plus(Duration.ofMinutes(10))));
    assertThat(token.lifetime()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void signsWithTheCurrentKeyAsPlainJwt() throws Exception {
    SignedJWT token = SignedJWT.parse(fixture.tokens.issue(caller, rotation).value());

    JWSHeader header = token.getHeader();
    assertThat(header.getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
    assertThat(header.getType().getType()).isEqualTo("JWT");
    assertThat(header.getKeyID()).isEqualTo(fixture.keys.currentSigningKey().getKeyID());
    assertThat(token.verify(new ECDSAVerifier(fixture.keys.currentSigningKey().toPublicJWK())))
        .isTrue();
  }

  @Test
  void numbersEveryToken() throws Exception {
    String first =
        SignedJWT.parse(fixture.tokens.issue(caller, rotation).value())
            .getJWTClaimsSet()
            .getJWTID();
    String second =
        SignedJWT.parse(fixture.tokens.issue(caller, rotation).value())
            .getJWTClaimsSet()
            .getJWTID();

    assertThat(first).isNotEqualTo(second);
  }
}
