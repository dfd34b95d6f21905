package com.uru.chatbot.web.problem;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Tells an access token that has expired from one that was never good. The container refuses both
 * with the same 401 and does not say why; nothing but the problem's code depends on the answer, so
 * the signature does not matter here.
 */
final class ExpiredToken {
  private static final String SCHEME = "Bearer ";

  private ExpiredToken() {}

  /** Whether an {@code Authorization} header holds a token whose time was over at this time. */
  static boolean isIn(@Nullable String authorization, Instant now) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    try {
      JWTClaimsSet claims =
          SignedJWT.parse(authorization.substring(SCHEME.length()).strip()).getJWTClaimsSet();
      Date expiry = claims == null ? null : claims.getExpirationTime();
      return expiry != null && expiry.toInstant().isBefore(now);
    } catch (ParseException e) {
      return false;
    }
  }
}
