package com.uru.chatbot.web.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The network address of a client. {@code X-Forwarded-For} counts only as far as our own proxies
 * wrote it: {@code URU_TRUSTED_PROXIES} says how many there are in a row, 0 by default.
 */
@ApplicationScoped
public class ClientAddress {
  private static final String HEADER = "X-Forwarded-For";
  private static final System.Logger LOGGER = System.getLogger(ClientAddress.class.getName());

  private final AtomicBoolean warned = new AtomicBoolean();
  private int trustedProxies;

  /** For the container's proxy. */
  protected ClientAddress() {}

  @Inject
  public ClientAddress(@ConfigProperty(name = "uru.trusted-proxies") int trustedProxies) {
    this.trustedProxies = trustedProxies;
  }

  /**
   * Returns the address that the outermost trusted proxy saw. Logs a warning once if the setting
   * does not fit the request, because then all people may share the address of a proxy.
   */
  public String of(HttpServletRequest request) {
    List<String> forwardedFor = hops(Collections.list(request.getHeaders(HEADER)));
    if (isWrong(forwardedFor.size()) && warned.compareAndSet(false, true)) {
      LOGGER.log(
          Level.WARNING,
          "URU_TRUSTED_PROXIES is {0}, but a request came with {1} addresses in "
              + HEADER
              + ". Until they fit, people can share the address of a proxy and lock each other out:"
              + " see docs/proxies.md",
          trustedProxies,
          forwardedFor.size());
    }
    return of(forwardedFor, request.getRemoteAddr(), trustedProxies);
  }

  /** More addresses than proxies are what clients have sent, except for no proxy at all. */
  private boolean isWrong(int addresses) {
    return trustedProxies == 0 ? addresses > 0 : addresses < trustedProxies;
  }

  private static List<String> hops(List<String> headers) {
    return headers.stream()
        .flatMap(header -> Stream.of(header.split(",")))
        .map(String::strip)
        .filter(hop -> !hop.isEmpty())
        .toList();
  }

  static String of(List<String> forwardedFor, String remoteAddress, int trustedProxies) {
    int outermost = forwardedFor.size() - trustedProxies;
    return trustedProxies == 0 || forwardedFor.isEmpty()
        ? remoteAddress
        : forwardedFor.get(Math.max(0, outermost));
  }
}
