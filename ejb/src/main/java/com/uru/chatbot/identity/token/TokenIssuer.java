package com.uru.chatbot.identity.token;

import com.nimbusds.jwt.JWTClaimsSet;
import com.uru.chatbot.serverkey.ServerKeys;
import com.uru.chatbot.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Signs access tokens: JWT (RFC 7519), ES256, good for ten minutes, without personal data. */
@ApplicationScoped
public class TokenIssuer {
  /** Who the tokens say they are from; set by {@code URU_ISSUER}. */
  public static final String ISSUER_PROPERTY = "uru.issuer";

  /** The issuer where none is configured. */
  public static final String DEFAULT_ISSUER = "uru";

  /** Whom access tokens are for. */
  public static final String AUDIENCE = "uru-api";

  /** The claim that says what a token is for. */
  public static final String TOKEN_USE = "token_use";

  /** The {@value #TOKEN_USE} of access tokens. */
  public static final String ACCESS = "access";

  /** The claim with the tenant's id. */
  public static final String TENANT_ID = "tid";

  /** The claim with the login session's id. */
  public static final String SESSION_ID = "sid";

  /** The claim that tells the access tokens of one rotation from those of all others. */
  public static final String ROTATION_ID = "rot";

  /** How long an access token counts. */
  public static final Duration LIFETIME = Duration.ofMinutes(10);

  private ServerKeys keys;
  private String issuer;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected TokenIssuer() {}

  @Inject
  public TokenIssuer(
      ServerKeys keys,
      @ConfigProperty(name = ISSUER_PROPERTY, defaultValue = DEFAULT_ISSUER) String issuer,
      Clock clock) {
    this.keys = keys;
    this.issuer = issuer;
    this.clock = clock;
  }

  /** Returns a new access token for a user in a login session. */
  public AccessToken issue(Caller caller, UUID rotationId) {
    Instant now = clock.instant();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .audience(AUDIENCE)
            .subject(caller.userId().toString())
            .jwtID(UUID.randomUUID().toString())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(LIFETIME)))
            .claim(TOKEN_USE, ACCESS)
            .claim(TENANT_ID, caller.tenantId().toString())
            .claim(SESSION_ID, caller.loginSessionId().toString())
            .claim(ROTATION_ID, rotationId.toString())
            .claim("groups", List.of(caller.role().wireName()))
            .build();
    return new AccessToken(JwtSigner.sign(claims, keys.currentSigningKey()), LIFETIME);
  }
}
