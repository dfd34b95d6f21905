package com.uru.chatbot.web.providerkey;

import com.uru.chatbot.providerkey.KeyHeaders;
import jakarta.ws.rs.HeaderParam;
import org.jspecify.annotations.Nullable;

/** The headers of a request that carry a provider key, for {@link jakarta.ws.rs.BeanParam}. */
public class ProviderKeyParams {
  @HeaderParam(KeyHeaders.KEY)
  private @Nullable String key;

  @HeaderParam(KeyHeaders.HOST)
  private @Nullable String host;

  @HeaderParam(KeyHeaders.ORGANIZATION)
  private @Nullable String organization;

  @HeaderParam(KeyHeaders.PROJECT)
  private @Nullable String project;

  /** Returns the values of the headers. */
  public KeyHeaders headers() {
    return new KeyHeaders(key, host, organization, project);
  }
}
