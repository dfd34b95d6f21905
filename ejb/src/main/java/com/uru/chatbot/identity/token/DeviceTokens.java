package com.uru.chatbot.identity.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.uru.chatbot.serverkey.ServerKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Signs and reads the tokens by which a browser shows that accounts have signed in there before: a
 * JWT, ES256, for one year. It proves nothing about who sends it; it only decides which attempts to
 * sign in are counted together. Its audience is another one than that of access tokens, so neither
 * passes as the other.
 */
@ApplicationScoped
public class DeviceTokens {
  /** How long a token counts. */
  public static final Duration LIFETIME = Duration.ofDays(365);

  static final String AUDIENCE = "uru-device";
  private static final String DEVICE = "device";
  private static final String ACCOUNTS = "accounts";

  /** Characters; a token with five accounts has about 600. */
  private static final int MAX_LENGTH = 2_000;

  private ServerKeys keys;
  private String issuer;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected DeviceTokens() {}

  @Inject
  public DeviceTokens(
      ServerKeys keys,
      @ConfigProperty(name = TokenIssuer.ISSUER_PROPERTY, defaultValue = TokenIssuer.DEFAULT_ISSUER)
          String issuer,
      Clock clock) {
    this.keys = keys;
    this.issuer = issuer;
    this.clock = clock;
  }

  /** Returns a token for a device. */
  public String issue(KnownDevice device) {
    Instant now = clock.instant();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .audience(AUDIENCE)
            .subject(device.id().toString())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(LIFETIME)))
            .claim(TokenIssuer.TOKEN_USE, DEVICE)
            .claim(ACCOUNTS, device.accounts().stream().map(UUID::toString).toList())
            .build();
    return JwtSigner.sign(claims, keys.currentSigningKey());
  }

  /** Returns the device of a token; empty if it is none of ours, or has expired. */
  public Optional<KnownDevice> read(String token) {
    if (token.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      return isSigned(jwt) && isForDevices(claims)
          ? Optional.of(deviceOf(claims))
          : Optional.empty();
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private boolean isSigned(SignedJWT jwt) throws JOSEException {
    JWK key = keys.verificationKeys().getKeyByKeyId(jwt.getHeader().getKeyID());
    return key != null
        && JWSAlgorithm.ES256.equals(jwt.getHeader().getAlgorithm())
        && jwt.verify(new ECDSAVerifier(key.toECKey()));
  }

  private boolean isForDevices(JWTClaimsSet claims) throws ParseException {
    return issuer.equals(claims.getIssuer())
        && claims.getAudience().equals(List.of(AUDIENCE))
        && DEVICE.equals(claims.getStringClaim(TokenIssuer.TOKEN_USE))
        && claims.getExpirationTime() != null
        && clock.instant().isBefore(claims.getExpirationTime().toInstant());
  }

  private static KnownDevice deviceOf(JWTClaimsSet claims) throws ParseException {
    return new KnownDevice(
        UUID.fromString(claims.getSubject()),
        claims.getStringListClaim(ACCOUNTS).stream().map(UUID::fromString).toList());
  }
}
