package com.uru.chatbot.openai.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP proxy through which the upstream is reached, from the variables {@code HTTPS_PROXY},
 * {@code HTTP_PROXY} and {@code NO_PROXY} in upper or lower case. Without them, the JVM's own proxy
 * settings hold.
 *
 * <p>The credentials are sent with the first request and not by an {@link java.net.Authenticator}:
 * with an authenticator, the HTTP client fails on every 401 of the upstream that has no {@code
 * WWW-Authenticate} header.
 */
@Dependent
public class OutboundProxy {
  private static final System.Logger LOGGER = System.getLogger(OutboundProxy.class.getName());

  /** The JVM's list of schemes that are not sent to a proxy for https; {@code Basic} by default. */
  private static final String DISABLED_SCHEMES = "jdk.http.auth.tunneling.disabledSchemes";

  private static final String HTTPS = "https";

  private final Optional<ProxyServer> forHttps;
  private final Optional<ProxyServer> forHttp;
  private final NoProxy exceptions;

  /**
   * Reads the settings.
   *
   * @param forHttps the proxy for upstreams with https, such as {@code
   *     http://user:password@proxy.example:3128}
   * @param forHttp the proxy for upstreams with http
   * @param exceptions see {@link NoProxy}
   * @throws IllegalArgumentException if an address cannot be used; its message does not quote it
   */
  @Inject
  public OutboundProxy(
      @ConfigProperty(name = "https_proxy") Optional<String> forHttps,
      @ConfigProperty(name = "http_proxy") Optional<String> forHttp,
      @ConfigProperty(name = "no_proxy") Optional<String> exceptions) {
    this.forHttps = forHttps.map(address -> ProxyServer.parse("HTTPS_PROXY", address));
    this.forHttp = forHttp.map(address -> ProxyServer.parse("HTTP_PROXY", address));
    this.exceptions = new NoProxy(exceptions.orElse(""));
  }

  /** Returns the selector that gives the HTTP client the proxy for each host. */
  ProxySelector selector() {
    return forHttps.isEmpty() && forHttp.isEmpty()
        ? ProxySelector.getDefault()
        : new ConfiguredSelector();
  }

  /** Returns the value of {@code Proxy-Authorization} for a request to this address, if any. */
  Optional<String> authorization(URI uri) {
    return proxyFor(uri).flatMap(ProxyServer::authorization);
  }

  /** Logs a warning if the JVM would not send the credentials for an upstream with https. */
  void warnIfCredentialsAreNotSent(URI uri) {
    if (HTTPS.equals(uri.getScheme()) && authorization(uri).isPresent() && basicIsDisabled()) {
      LOGGER.log(
          Level.WARNING,
          "HTTPS_PROXY has a user name, but this JVM does not send it: start it with -D{0}=",
          DISABLED_SCHEMES);
    }
  }

  private static boolean basicIsDisabled() {
    String disabled = System.getProperty(DISABLED_SCHEMES);
    return disabled == null || disabled.toLowerCase(Locale.ROOT).contains("basic");
  }

  private Optional<ProxyServer> proxyFor(URI uri) {
    Optional<ProxyServer> proxy = HTTPS.equals(uri.getScheme()) ? forHttps : forHttp;
    return proxy.filter(configured -> !exceptions.contains(uri));
  }

  private final class ConfiguredSelector extends ProxySelector {
    @Override
    public List<Proxy> select(URI uri) {
      return List.of(proxyFor(uri).map(ProxyServer::toProxy).orElse(Proxy.NO_PROXY));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
      // There is no other proxy to try; the failed call reports the failure.
    }
  }

  /**
   * A proxy.
   *
   * @param authorization the value of {@code Proxy-Authorization}
   */
  private record ProxyServer(String host, int port, Optional<String> authorization) {
    private static final int DEFAULT_PORT = 80;
    private static final String SCHEME_END = "://";

    static ProxyServer parse(String variable, String address) {
      String stripped = address.strip();
      try {
        URI uri =
            URI.create(stripped.contains(SCHEME_END) ? stripped : "http" + SCHEME_END + stripped);
        String path = uri.getRawPath();
        if (!"http".equalsIgnoreCase(uri.getScheme())
            || uri.getHost() == null
            || !(path.isEmpty() || path.equals("/"))
            || uri.getRawQuery() != null
            || uri.getRawFragment() != null) {
          throw invalid(variable);
        }
        int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
        return new ProxyServer(uri.getHost(), port, authorization(uri.getUserInfo()));
      } catch (IllegalArgumentException e) {
        // Not as a cause: it quotes the password.
        throw invalid(variable);
      }
    }

    /** Returns the header for {@code user:password}, of which the URI has decoded the percents. */
    private static Optional<String> authorization(@Nullable String userInfo) {
      return Optional.ofNullable(userInfo)
          .map(user -> user.contains(":") ? user : user + ":")
          .map(user -> "Basic " + Base64.getEncoder().encodeToString(user.getBytes(UTF_8)));
    }

    private static IllegalArgumentException invalid(String variable) {
      return new IllegalArgumentException(
          variable
              + " must look like http://user:password@proxy.example:3128, with percent-encoded"
              + " special characters in user and password; other kinds of proxies than http are"
              + " not supported");
    }

    Proxy toProxy() {
      return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
    }
  }
}
