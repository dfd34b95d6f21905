package com.uru.chatbot.providerkey;

import org.jspecify.annotations.Nullable;

/**
 * The headers of a request that carry a provider key. The three after the key are for keys that are
 * not sealed; a sealed key has these values inside and the headers are ignored.
 *
 * @param key the sealed key, or the key itself
 * @param host see {@link KeyRouting#host}
 * @param organization see {@link KeyRouting#organization}
 * @param project see {@link KeyRouting#project}
 */
public record KeyHeaders(
    @Nullable String key,
    @Nullable String host,
    @Nullable String organization,
    @Nullable String project) {
  /** The request header with the key. */
  public static final String KEY = "Uru-Provider-Key";

  /** The request header with the API host of a key that is not sealed. */
  public static final String HOST = "Uru-Provider-Host";

  /** The request header with the organisation of a key that is not sealed. */
  public static final String ORGANIZATION = "Uru-Provider-Organization";

  /** The request header with the project of a key that is not sealed. */
  public static final String PROJECT = "Uru-Provider-Project";

  @Override
  public String toString() {
    return "KeyHeaders[hidden]";
  }
}
