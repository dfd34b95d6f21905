package com.uru.chatbot.openai.upstream;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises that the outbound proxy, and not the upstream, has refused a request. Only an
 * administrator can cure that, so the request is not retried and does not count for the circuit
 * breaker.
 */
final class ProxyRefusal {
  /** What the JDK's HTTP client reports for a refused CONNECT, except for a 407. */
  private static final Pattern TUNNEL_REFUSED = Pattern.compile("Tunnel failed, got: (4\\d\\d)");

  private static final int AUTHENTICATION_REQUIRED = 407;

  private ProxyRefusal() {}

  /** Returns the problem if this is the response of a proxy, which has no body. */
  static Optional<DomainException> of(int status) {
    return status == AUTHENTICATION_REQUIRED ? Optional.of(problem(status)) : Optional.empty();
  }

  /** Returns the problem if a proxy refused to connect to the upstream. */
  static Optional<DomainException> of(IOException failure) {
    Matcher refused = TUNNEL_REFUSED.matcher(String.valueOf(failure.getMessage()));
    return refused.matches()
        ? Optional.of(problem(Integer.parseInt(refused.group(1))))
        : Optional.empty();
  }

  private static DomainException problem(int status) {
    return new DomainException(
        ProblemCode.PROVIDER_ACCESS_DENIED,
        "A proxy or firewall between this server and the provider refused the connection with"
            + " status "
            + status
            + ". The key is not to blame.",
        Map.of(
            DomainException.TITLE,
            "A proxy refuses the connection",
            DomainException.ACTION,
            "Ask an administrator to check HTTPS_PROXY and the rules of the proxy."),
        null);
  }
}
