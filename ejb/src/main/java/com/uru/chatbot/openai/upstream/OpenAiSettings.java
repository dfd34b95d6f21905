package com.uru.chatbot.openai.upstream;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The address and the timeouts of the provider, from the deployment's configuration. */
@Dependent
public class OpenAiSettings {
  private static final System.Logger LOGGER = System.getLogger(OpenAiSettings.class.getName());
  static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private static final String OPENAI = "api.openai.com";

  private final URI baseUrl;
  private final Duration connectTimeout;
  private final Duration firstByteTimeout;
  private final Duration reasoningTimeout;
  private final Duration idleTimeout;

  /**
   * Reads the settings.
   *
   * @param baseUrl absolute, {@code http} or {@code https}, without a trailing slash
   * @param firstByteTimeout the longest time without bytes before the first text
   * @param reasoningTimeout the same for a model that reasons, or that answers in one piece
   * @param idleTimeout the longest time without bytes after the first text
   * @throws IllegalArgumentException if the base URL has another form
   */
  @Inject
  public OpenAiSettings(
      @ConfigProperty(name = "uru.openai.base-url") URI baseUrl,
      @ConfigProperty(name = "uru.openai.connect-timeout") Duration connectTimeout,
      @ConfigProperty(name = "uru.openai.first-byte-timeout") Duration firstByteTimeout,
      @ConfigProperty(name = "uru.openai.thinking-timeout") Duration reasoningTimeout,
      @ConfigProperty(name = "uru.openai.idle-timeout") Duration idleTimeout) {
    this.baseUrl = requireBaseUrl(baseUrl);
    this.connectTimeout = connectTimeout;
    this.firstByteTimeout = firstByteTimeout;
    this.reasoningTimeout = reasoningTimeout;
    this.idleTimeout = idleTimeout;
  }

  /**
   * Returns the address of a path below the base URL.
   *
   * @param path begins with a slash
   */
  URI uri(String path) {
    return URI.create(baseUrl + path);
  }

  /** Returns the address of a path below the base URL, on another host. */
  URI uri(String host, String path) {
    return URI.create(baseUrl.getScheme() + "://" + host + baseUrl.getRawPath() + path);
  }

  /** Returns the host of the base URL in lower case, with its port unless it is the default one. */
  String host() {
    return baseUrl.getRawAuthority().toLowerCase(Locale.ROOT);
  }

  /** Returns the base URL, which tells upstreams apart. */
  public String baseUrl() {
    return baseUrl.toString();
  }

  /** Returns whether the base URL is OpenAI's own, and not a gateway's or another provider's. */
  public boolean isOpenAi() {
    return host().equals(OPENAI) || host().endsWith("." + OPENAI);
  }

  public Duration connectTimeout() {
    return connectTimeout;
  }

  public Duration firstByteTimeout() {
    return firstByteTimeout;
  }

  public Duration reasoningTimeout() {
    return reasoningTimeout;
  }

  public Duration idleTimeout() {
    return idleTimeout;
  }

  /** Logs a warning if keys and conversations would travel unencrypted over a network. */
  public void warnIfUnencrypted() {
    if ("http".equals(baseUrl.getScheme()) && !LOOPBACK.contains(baseUrl.getHost())) {
      LOGGER.log(Level.WARNING, "URU_OPENAI_BASE_URL is not https: keys travel unencrypted");
    }
  }

  private static URI requireBaseUrl(URI url) {
    boolean http = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
    boolean plain =
        url.getHost() != null
            && url.getRawUserInfo() == null
            && url.getRawQuery() == null
            && url.getRawFragment() == null
            && !url.getRawPath().endsWith("/");
    if (!http || !plain) {
      throw new IllegalArgumentException(
          "URU_OPENAI_BASE_URL must look like https://api.openai.com/v1: a scheme http or https, a"
              + " host, a path without a trailing slash, and nothing else");
    }
    return url;
  }
}
