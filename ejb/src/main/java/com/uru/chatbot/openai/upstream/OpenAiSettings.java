package com.uru.chatbot.openai.upstream;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Where OpenAI is and how patient Uru is with it: deployment configuration only, no request can
 * change it.
 */
@Dependent
public class OpenAiSettings {
  private static final System.Logger LOGGER = System.getLogger(OpenAiSettings.class.getName());
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final URI baseUrl;
  private final Duration connectTimeout;
  private final Duration firstByteTimeout;
  private final Duration thinkingTimeout;
  private final Duration idleTimeout;

  /**
   * Reads the settings; the defaults are in {@code META-INF/microprofile-config.properties}.
   *
   * @param baseUrl absolute, {@code http} or {@code https}, without a trailing slash
   * @param firstByteTimeout how long a model may be silent before its first text
   * @param thinkingTimeout the same for a model that reasons, or that answers in one piece
   * @param idleTimeout how long a model may be silent after its first text
   * @throws IllegalArgumentException if the base URL is none
   */
  @Inject
  public OpenAiSettings(
      @ConfigProperty(name = "uru.openai.base-url") URI baseUrl,
      @ConfigProperty(name = "uru.openai.connect-timeout") Duration connectTimeout,
      @ConfigProperty(name = "uru.openai.first-byte-timeout") Duration firstByteTimeout,
      @ConfigProperty(name = "uru.openai.thinking-timeout") Duration thinkingTimeout,
      @ConfigProperty(name = "uru.openai.idle-timeout") Duration idleTimeout) {
    this.baseUrl = requireBaseUrl(baseUrl);
    this.connectTimeout = connectTimeout;
    this.firstByteTimeout = firstByteTimeout;
    this.thinkingTimeout = thinkingTimeout;
    this.idleTimeout = idleTimeout;
  }

  /** The address of chat completions. */
  public URI chatCompletions() {
    return URI.create(baseUrl + "/chat/completions");
  }

  public Duration connectTimeout() {
    return connectTimeout;
  }

  public Duration firstByteTimeout() {
    return firstByteTimeout;
  }

  public Duration thinkingTimeout() {
    return thinkingTimeout;
  }

  public Duration idleTimeout() {
    return idleTimeout;
  }

  /** Tells the operator that keys and conversations could be read on the way to the provider. */
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
