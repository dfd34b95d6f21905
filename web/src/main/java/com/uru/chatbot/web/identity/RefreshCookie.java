package com.uru.chatbot.web.identity;

import com.uru.chatbot.identity.session.RefreshToken;
import com.uru.chatbot.identity.token.TokenIssuer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The cookie with the refresh token: out of reach of scripts, of other sites and of other hosts. In
 * development, a host that is neither {@code localhost} nor behind TLS gets one without {@code
 * Secure}, because browsers would not keep it.
 *
 * <p>Cookies do not know ports. So the name has the port of {@code URU_ISSUER}, if that names one:
 * two installations on one host keep their sessions apart.
 */
@ApplicationScoped
public class RefreshCookie {
  private static final String BASE_NAME = "uru_refresh";
  private static final String HOST_PREFIX = "__Host-";

  private boolean development;
  private String name;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected RefreshCookie() {}

  @Inject
  public RefreshCookie(
      @ConfigProperty(name = "uru.development", defaultValue = "false") boolean development,
      @ConfigProperty(name = TokenIssuer.ISSUER_PROPERTY, defaultValue = TokenIssuer.DEFAULT_ISSUER)
          String issuer,
      Clock clock) {
    this.development = development;
    this.name = nameFor(issuer);
    this.clock = clock;
  }

  private static String nameFor(String issuer) {
    try {
      int port = URI.create(issuer).getPort();
      return port < 0 ? BASE_NAME : BASE_NAME + "_" + port;
    } catch (IllegalArgumentException notAnAddress) {
      return BASE_NAME;
    }
  }

  /** Returns the token that the request's cookie holds, or the cookie of an older version. */
  public Optional<RefreshToken> read(HttpServletRequest request) {
    return value(request, name).or(() -> value(request, BASE_NAME)).flatMap(RefreshToken::parse);
  }

  /** Returns the {@code Set-Cookie} header for a token. */
  public String write(HttpServletRequest request, RefreshToken token, Instant expiresAt) {
    long seconds = Duration.between(clock.instant(), expiresAt).toSeconds();
    return header(request, name, token.text(), seconds);
  }

  /** Returns the {@code Set-Cookie} header that removes the cookie. */
  public String remove(HttpServletRequest request) {
    return header(request, name, "", 0);
  }

  /**
   * Returns the {@code Set-Cookie} header that removes the cookie of an older version, or empty if
   * the token was not read from one: such a cookie may be another installation's.
   */
  public Optional<String> removeOld(HttpServletRequest request) {
    boolean readFromOld = value(request, name).isEmpty() && value(request, BASE_NAME).isPresent();
    return readFromOld ? Optional.of(header(request, BASE_NAME, "", 0)) : Optional.empty();
  }

  private Optional<String> value(HttpServletRequest request, String wanted) {
    String fullName = prefix(request) + wanted;
    Cookie[] cookies = request.getCookies();
    return cookies == null
        ? Optional.empty()
        : Arrays.stream(cookies)
            .filter(cookie -> cookie.getName().equals(fullName))
            .map(Cookie::getValue)
            .findFirst();
  }

  private String header(HttpServletRequest request, String ofName, String value, long maxAge) {
    return "%s%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict%s"
        .formatted(prefix(request), ofName, value, maxAge, isSecure(request) ? "; Secure" : "");
  }

  /** Browsers keep a cookie with this prefix only if it is Secure, for this host and path /. */
  private String prefix(HttpServletRequest request) {
    return isSecure(request) ? HOST_PREFIX : "";
  }

  private boolean isSecure(HttpServletRequest request) {
    return isSecure(development, request.isSecure(), request.getServerName());
  }

  static boolean isSecure(boolean development, boolean overTls, String host) {
    return !development || overTls || host.equals("localhost");
  }
}
