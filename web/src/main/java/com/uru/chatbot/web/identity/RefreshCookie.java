package com.uru.chatbot.web.identity;

import com.uru.chatbot.identity.RefreshToken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The cookie with the refresh token: out of reach of scripts, of other sites and of other hosts. In
 * development, a host that is neither {@code localhost} nor behind TLS gets one without {@code
 * Secure}, because browsers would not keep it.
 */
@ApplicationScoped
public class RefreshCookie {
  private static final String NAME = "uru_refresh";
  private static final String HOST_PREFIX = "__Host-";

  private boolean development;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected RefreshCookie() {}

  @Inject
  public RefreshCookie(
      @ConfigProperty(name = "uru.development", defaultValue = "false") boolean development,
      Clock clock) {
    this.development = development;
    this.clock = clock;
  }

  /** The token that the request's cookie holds. */
  public Optional<RefreshToken> read(HttpServletRequest request) {
    String name = isSecure(request) ? HOST_PREFIX + NAME : NAME;
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(name)) {
          return RefreshToken.parse(cookie.getValue());
        }
      }
    }
    return Optional.empty();
  }

  /** The {@code Set-Cookie} header for a token. */
  public String write(HttpServletRequest request, RefreshToken token, Instant expiresAt) {
    long seconds = Duration.between(clock.instant(), expiresAt).toSeconds();
    return cookie(request, token.text(), seconds);
  }

  /** The {@code Set-Cookie} header that removes the cookie. */
  public String remove(HttpServletRequest request) {
    return cookie(request, "", 0);
  }

  private String cookie(HttpServletRequest request, String value, long maxAge) {
    return header(isSecure(request), value, maxAge);
  }

  static String header(boolean secure, String value, long maxAge) {
    return "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s"
        .formatted(secure ? HOST_PREFIX + NAME : NAME, value, maxAge, secure ? "; Secure" : "");
  }

  private boolean isSecure(HttpServletRequest request) {
    return isSecure(development, request.isSecure(), request.getServerName());
  }

  static boolean isSecure(boolean development, boolean overTls, String host) {
    return !development || overTls || host.equals("localhost");
  }
}
