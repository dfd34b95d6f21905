package com.uru.chatbot.web.identity;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.web.FilterPriorities;
import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what another site made a browser send: {@code Sec-Fetch-Site} says so, or the {@code
 * Origin} of a browser that does not send it. The header {@value #CLIENT} is required of everybody,
 * because no form and no simple request of another site can carry it.
 */
@Provider
@SameOrigin
@Priority(FilterPriorities.DEFAULT_DENY)
public class SameOriginFilter implements ContainerRequestFilter {
  static final String CLIENT = "Uru-Client";
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  @Override
  public void filter(ContainerRequestContext request) {
    boolean ours =
        isOurs(
            request.getHeaderString(CLIENT),
            request.getHeaderString("Sec-Fetch-Site"),
            request.getHeaderString("Origin"),
            request.getHeaderString(HttpHeaders.HOST));
    if (!ours) {
      throw new DomainException(ProblemCode.CSRF_REJECTED);
    }
  }

  static boolean isOurs(
      @Nullable String client,
      @Nullable String fetchSite,
      @Nullable String origin,
      @Nullable String host) {
    if (client == null || client.isBlank()) {
      return false;
    }
    if (fetchSite != null) {
      return OWN_SITES.contains(fetchSite);
    }
    return origin == null || origin.equals("https://" + host) || origin.equals("http://" + host);
  }
}
