package com.uru.chatbot.web.request;

import com.uru.chatbot.identity.token.TokenIssuer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The address that clients use, which differs from the one that the server listens at when a
 * reverse proxy is in front of it.
 */
@ApplicationScoped
public class OuterAddress {
  private static final Pattern SCHEME = Pattern.compile("https?");
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?");
  private static final Pattern ADDRESS = Pattern.compile(SCHEME + "://" + HOST + "/?");

  private String issuer;
  private int trustedProxies;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected OuterAddress() {}

  @Inject
  public OuterAddress(
      @ConfigProperty(name = TokenIssuer.ISSUER_PROPERTY, defaultValue = TokenIssuer.DEFAULT_ISSUER)
          String issuer,
      @ConfigProperty(name = "uru.trusted-proxies") int trustedProxies) {
    this.issuer = issuer;
    this.trustedProxies = trustedProxies;
  }

  /**
   * Returns {@code URU_ISSUER} if that is an address, else what the outermost trusted proxy says in
   * {@code X-Forwarded-Proto} and {@code X-Forwarded-Host}, else the address of the request.
   */
  public URI of(HttpServletRequest request) {
    if (ADDRESS.matcher(issuer).matches()) {
      return URI.create(issuer);
    }
    URI inner = URI.create(request.getRequestURL().toString());
    String scheme = forwarded(request.getHeader("X-Forwarded-Proto"), SCHEME, inner.getScheme());
    String host = forwarded(request.getHeader("X-Forwarded-Host"), HOST, inner.getRawAuthority());
    return URI.create(scheme + "://" + host);
  }

  private String forwarded(@Nullable String header, Pattern form, String inner) {
    if (header == null || trustedProxies == 0) {
      return inner;
    }
    String[] values = header.split(",", -1);
    String outermost = values[Math.max(0, values.length - trustedProxies)].strip();
    return form.matcher(outermost).matches() ? outermost : inner;
  }
}
