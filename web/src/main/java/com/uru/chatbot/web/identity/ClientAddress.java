package com.uru.chatbot.web.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The network address of a client. {@code X-Forwarded-For} counts only as far as our own proxies
 * wrote it: {@code URU_TRUSTED_PROXIES} says how many there are in a row, 0 by default.
 */
@ApplicationScoped
public class ClientAddress {
  private int trustedProxies;

  /** For the container's proxy. */
  protected ClientAddress() {}

  @Inject
  public ClientAddress(@ConfigProperty(name = "uru.trusted-proxies") int trustedProxies) {
    this.trustedProxies = trustedProxies;
  }

  /** The address that the outermost trusted proxy saw. */
  public String of(HttpServletRequest request) {
    return of(
        Collections.list(request.getHeaders("X-Forwarded-For")),
        request.getRemoteAddr(),
        trustedProxies);
  }

  static String of(List<String> forwardedFor, String remoteAddress, int trustedProxies) {
    List<String> hops =
        Stream.concat(
                forwardedFor.stream().flatMap(header -> Stream.of(header.split(","))),
                Stream.of(remoteAddress))
            .map(String::strip)
            .toList();
    return hops.get(Math.max(0, hops.size() - 1 - trustedProxies));
  }
}
