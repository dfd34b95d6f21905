package com.uru.chatbot.web.identity;

import com.uru.chatbot.identity.token.DeviceTokens;
import com.uru.chatbot.identity.token.KnownDevice;
import com.uru.chatbot.identity.token.TokenIssuer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The cookie by which a browser shows that accounts have signed in there before. It stays when they
 * sign out. Browsers send it with the calls that sign in only.
 */
@ApplicationScoped
public class DeviceCookie {
  private static final String BASE_NAME = "uru_device";
  private static final String PREFIX = "__Secure-";
  private static final String PATH = "/api/v1/auth";

  private DeviceTokens tokens;
  private HostCookie cookie;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected DeviceCookie() {}

  @Inject
  public DeviceCookie(
      DeviceTokens tokens,
      @ConfigProperty(name = "uru.development") boolean development,
      @ConfigProperty(name = TokenIssuer.ISSUER_PROPERTY, defaultValue = TokenIssuer.DEFAULT_ISSUER)
          String issuer) {
    this.tokens = tokens;
    this.cookie = new HostCookie(PREFIX, HostCookie.nameFor(BASE_NAME, issuer), PATH, development);
  }

  /** Returns the device that the request's cookie names, or empty if none of them counts. */
  public Optional<KnownDevice> read(HttpServletRequest request) {
    return cookie.values(request).flatMap(text -> tokens.read(text).stream()).findFirst();
  }

  /**
   * Returns the {@code Set-Cookie} header that makes the device known to a user who is signed in,
   * or empty if it is.
   */
  public Optional<String> remember(HttpServletRequest request, UUID userId) {
    KnownDevice device = read(request).orElseGet(KnownDevice::fresh);
    return device.isKnownTo(userId)
        ? Optional.empty()
        : Optional.of(
            cookie.header(
                request, tokens.issue(device.after(userId)), DeviceTokens.LIFETIME.toSeconds()));
  }
}
