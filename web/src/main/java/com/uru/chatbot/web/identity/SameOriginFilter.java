package com.uru.chatbot.web.identity;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.web.FilterPriorities;
import com.uru.chatbot.web.request.OuterAddress;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what another site made a browser send: {@code Sec-Fetch-Site} says so, or the {@code
 * Origin} of a browser that does not send it, as none does for a page without TLS. The header
 * {@value #CLIENT} is required of everybody, because no form and no simple request of another site
 * can carry it.
 */
@Provider
@SameOrigin
@Priority(FilterPriorities.DEFAULT_DENY)
public class SameOriginFilter implements ContainerRequestFilter {
  static final String CLIENT = "Uru-Client";
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  /** An address with a port that browsers leave out. */
  private static final Pattern USUAL_PORT =
      Pattern.compile("^(https://.*(?=:443$)|http://.*(?=:80$)):\\d+$");

  private final OuterAddress outerAddress;

  @Context
  @SuppressWarnings("NullAway.Init")
  private HttpServletRequest servletRequest;

  @Inject
  public SameOriginFilter(OuterAddress outerAddress) {
    this.outerAddress = outerAddress;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    String fetchSite = request.getHeaderString("Sec-Fetch-Site");
    String origin = request.getHeaderString("Origin");
    if (!isClient(request.getHeaderString(CLIENT))
        || (fetchSite != null && !OWN_SITES.contains(fetchSite))) {
      throw new DomainException(ProblemCode.CSRF_REJECTED);
    }
    if (fetchSite == null
        && origin != null
        && !isOurs(
            origin, request.getHeaderString(HttpHeaders.HOST), outerAddress.of(servletRequest))) {
      throw otherAddress();
    }
  }

  static boolean isClient(@Nullable String client) {
    return client != null && !client.isBlank();
  }

  /**
   * Returns whether a page of this origin is ours: its host is that of the request, or it is the
   * address that people use, because a reverse proxy may have changed the host.
   */
  static boolean isOurs(String origin, @Nullable String host, URI outerAddress) {
    return origin.equals("https://" + host)
        || origin.equals("http://" + host)
        || origin.equals(origin(outerAddress));
  }

  /** Returns the origin of an address as browsers write it. */
  private static String origin(URI address) {
    String text =
        (address.getScheme() + "://" + address.getRawAuthority()).toLowerCase(Locale.ROOT);
    return USUAL_PORT.matcher(text).replaceFirst("$1");
  }

  private static DomainException otherAddress() {
    return new DomainException(
        ProblemCode.CSRF_REJECTED,
        "The address of this page is not the one that the request has arrived with. A reverse proxy"
            + " may have changed it.",
        Map.of(
            DomainException.ACTION,
            "If you have opened Uru at its usual address, ask an administrator to set URU_ISSUER to"
                + " that address, or to let the proxy keep the header Host."),
        null);
  }
}
