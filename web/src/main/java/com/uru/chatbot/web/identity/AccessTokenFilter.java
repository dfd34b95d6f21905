package com.uru.chatbot.web.identity;

import com.uru.chatbot.identity.session.CallerVerifier;
import com.uru.chatbot.identity.token.TokenIssuer;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.LogContext;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.Role;
import com.uru.chatbot.web.FilterPriorities;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Checks what the container leaves out of its check of an access token: that it is one, that its
 * time has come, and that its session, user and role are still good. Then the caller is known.
 */
@Provider
@Priority(FilterPriorities.CALLER)
public class AccessTokenFilter implements ContainerRequestFilter {
  static final int CLOCK_SKEW_SECONDS = 30;

  private final CallerVerifier verifier;
  private final CurrentCaller currentCaller;
  private final Clock clock;

  @Inject
  public AccessTokenFilter(CallerVerifier verifier, CurrentCaller currentCaller, Clock clock) {
    this.verifier = verifier;
    this.currentCaller = currentCaller;
    this.clock = clock;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (request.getSecurityContext().getUserPrincipal() instanceof JsonWebToken token) {
      Caller caller = callerOf(token, clock.instant().getEpochSecond());
      verifier.verify(caller, rotationOf(token));
      currentCaller.set(caller);
      LogContext.setUser(caller.tenantId(), caller.userId());
    }
  }

  /**
   * The caller that a token names.
   *
   * @param now seconds since 1970
   * @throws DomainException {@code UNAUTHENTICATED} if it is not an access token of Uru, or not yet
   */
  static Caller callerOf(JsonWebToken token, long now) {
    long latest = now + CLOCK_SKEW_SECONDS;
    if (!TokenIssuer.ACCESS.equals(textClaim(token, TokenIssuer.TOKEN_USE))
        || token.getIssuedAtTime() > latest
        || notBefore(token) > latest) {
      throw new DomainException(ProblemCode.UNAUTHENTICATED);
    }
    return new Caller(
        idClaim(token, TokenIssuer.TENANT_ID),
        idClaim(token, "sub"),
        onlyRole(token.getGroups()),
        idClaim(token, TokenIssuer.SESSION_ID));
  }

  /** Returns null for a token of an older version of Uru, which has no such claim. */
  private static @Nullable UUID rotationOf(JsonWebToken token) {
    return textClaim(token, TokenIssuer.ROTATION_ID) == null
        ? null
        : idClaim(token, TokenIssuer.ROTATION_ID);
  }

  private static long notBefore(JsonWebToken token) {
    Object claim = token.getClaim("nbf");
    if (claim instanceof JsonNumber number) {
      return number.longValue();
    }
    return claim instanceof Number number ? number.longValue() : 0;
  }

  private static UUID idClaim(JsonWebToken token, String name) {
    try {
      return UUID.fromString(String.valueOf(textClaim(token, name)));
    } catch (IllegalArgumentException e) {
      throw new DomainException(ProblemCode.UNAUTHENTICATED);
    }
  }

  private static Role onlyRole(@Nullable Set<String> groups) {
    if (groups == null || groups.size() != 1) {
      throw new DomainException(ProblemCode.UNAUTHENTICATED);
    }
    try {
      return Role.ofWireName(groups.iterator().next());
    } catch (IllegalArgumentException e) {
      throw new DomainException(ProblemCode.UNAUTHENTICATED);
    }
  }

  private static @Nullable String textClaim(JsonWebToken token, String name) {
    Object claim = token.getClaim(name);
    return claim == null
        ? null
        : claim instanceof JsonString text ? text.getString() : claim.toString();
  }
}
