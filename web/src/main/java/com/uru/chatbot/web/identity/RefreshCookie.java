package com.uru.chatbot.web.identity;

import com.uru.chatbot.identity.session.RefreshToken;
import com.uru.chatbot.identity.token.TokenIssuer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The cookie with the refresh token: out of reach of other hosts of the domain as well. */
@ApplicationScoped
public class RefreshCookie {
  private static final String BASE_NAME = "uru_refresh";
  private static final String HOST_PREFIX = "__Host-";

  private HostCookie cookie;
  private HostCookie oldCookie;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected RefreshCookie() {}

  @Inject
  public RefreshCookie(
      @ConfigProperty(name = "uru.development") boolean development,
      @ConfigProperty(name = TokenIssuer.ISSUER_PROPERTY, defaultValue = TokenIssuer.DEFAULT_ISSUER)
          String issuer,
      Clock clock) {
    String name = HostCookie.nameFor(BASE_NAME, issuer);
    this.cookie = new HostCookie(HOST_PREFIX, name, "/", development);
    this.oldCookie = new HostCookie(HOST_PREFIX, BASE_NAME, "/", development);
    this.clock = clock;
  }

  /** Returns the token that the request's cookie holds, or the cookie of an older version. */
  public Optional<RefreshToken> read(HttpServletRequest request) {
    return cookie
        .values(request)
        .findFirst()
        .or(() -> oldCookie.values(request).findFirst())
        .flatMap(RefreshToken::parse);
  }

  /** Returns the {@code Set-Cookie} header for a token. */
  public String write(HttpServletRequest request, RefreshToken token, Instant expiresAt) {
    long seconds = Duration.between(clock.instant(), expiresAt).toSeconds();
    return cookie.header(request, token.text(), seconds);
  }

  /** Returns the {@code Set-Cookie} header that removes the cookie. */
  public String remove(HttpServletRequest request) {
    return cookie.header(request, "", 0);
  }

  /**
   * Returns the {@code Set-Cookie} header that removes the cookie of an older version, or empty if
   * the token was not read from one: such a cookie may be another installation's.
   */
  public Optional<String> removeOld(HttpServletRequest request) {
    boolean readFromOld =
        cookie.values(request).findAny().isEmpty()
            && oldCookie.values(request).findAny().isPresent();
    return readFromOld ? Optional.of(oldCookie.header(request, "", 0)) : Optional.empty();
  }
}
