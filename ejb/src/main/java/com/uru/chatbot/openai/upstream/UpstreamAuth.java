package com.uru.chatbot.openai.upstream;

import com.uru.chatbot.providerkey.ProviderKey;
import java.util.Locale;

/** How a key is sent to the upstream ({@code URU_OPENAI_AUTH}). */
enum UpstreamAuth {
  /** {@code Authorization: Bearer KEY}: OpenAI and most other servers. */
  BEARER("Authorization"),
  /** {@code api-key: KEY}: Azure OpenAI. */
  API_KEY("api-key");

  private final String header;

  UpstreamAuth(String header) {
    this.header = header;
  }

  /**
   * Returns the way with this name in the configuration.
   *
   * @throws IllegalArgumentException if there is none
   */
  static UpstreamAuth of(String name) {
    return switch (name.strip().toLowerCase(Locale.ROOT)) {
      case "bearer" -> BEARER;
      case "api-key" -> API_KEY;
      default -> throw new IllegalArgumentException("URU_OPENAI_AUTH must be bearer or api-key");
    };
  }

  /** Returns the name of the header. */
  String header() {
    return header;
  }

  /** Returns the value of the header for this key. */
  String value(ProviderKey key) {
    return switch (this) {
      case BEARER -> key.authorization();
      case API_KEY -> key.headerValue();
    };
  }
}
