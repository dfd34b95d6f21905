package com.uru.chatbot.web.identity;

import static jakarta.security.enterprise.identitystore.CredentialValidationResult.INVALID_RESULT;
import static jakarta.security.enterprise.identitystore.CredentialValidationResult.Status.VALID;

import com.uru.chatbot.shared.TtlCache;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Has the container check an access token, and remembers for a while that it was good: checking a
 * signature on P-256 takes longer than everything else that reading a conversation needs. What may
 * change meanwhile, the login session and the role, {@link AccessTokenFilter} checks each time.
 */
@Alternative
@Priority(Interceptor.Priority.APPLICATION)
@ApplicationScoped
public class VerifiedTokens implements IdentityStoreHandler {
  /** So long a signing key that was taken away may still count. */
  static final Duration MEMORY = Duration.ofMinutes(1);

  static final int MOST_REMEMBERED = 2_000;

  private final TtlCache<String, CredentialValidationResult> verified =
      new TtlCache<>(MEMORY, MOST_REMEMBERED);
  private Instance<IdentityStore> stores;
  private HttpServletRequest request;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected VerifiedTokens() {}

  @Inject
  public VerifiedTokens(
      @Any Instance<IdentityStore> stores, HttpServletRequest request, Clock clock) {
    this.stores = stores;
    this.request = request;
    this.clock = clock;
  }

  @Override
  public CredentialValidationResult validate(Credential credential) {
    return validate(
        request.getHeader(HttpHeaders.AUTHORIZATION), clock.instant(), () -> check(credential));
  }

  /**
   * The outcome of a check, or of one that is not long ago.
   *
   * @param token what is checked, as it came in the request
   */
  CredentialValidationResult validate(
      @Nullable String token, Instant now, Supplier<CredentialValidationResult> check) {
    if (token == null) {
      return check.get();
    }
    return verified
        .get(token, now)
        .filter(result -> now.getEpochSecond() < expiry(result))
        .orElseGet(() -> checked(token, now, check));
  }

  private CredentialValidationResult checked(
      String token, Instant now, Supplier<CredentialValidationResult> check) {
    CredentialValidationResult result = check.get();
    if (result.getStatus() == VALID) {
      verified.put(token, result, now);
    }
    return result;
  }

  private static long expiry(CredentialValidationResult result) {
    return result.getCallerPrincipal() instanceof JsonWebToken token
        ? token.getExpirationTime()
        : 0;
  }

  private CredentialValidationResult check(Credential credential) {
    return stores.stream()
        .map(store -> store.validate(credential))
        .filter(result -> result.getStatus() == VALID)
        .findFirst()
        .orElse(INVALID_RESULT);
  }
}
