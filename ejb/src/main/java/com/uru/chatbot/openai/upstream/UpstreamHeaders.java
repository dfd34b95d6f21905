package com.uru.chatbot.openai.upstream;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Headers that configuration adds to every request to the upstream ({@code URU_OPENAI_HEADERS}),
 * because a gateway wants them. They may be secret.
 */
@Dependent
public class UpstreamHeaders {
  private final List<String> namesAndValues = new ArrayList<>();

  /**
   * Reads the setting.
   *
   * @param headers {@code Name: value}, several separated by semicolons
   * @throws IllegalArgumentException if it has another form; its message does not quote it
   */
  @Inject
  public UpstreamHeaders(@ConfigProperty(name = "uru.openai.headers") Optional<String> headers) {
    for (String header : headers.orElse("").split(";", -1)) {
      if (!header.isBlank()) {
        add(header);
      }
    }
  }

  private void add(String header) {
    int colon = header.indexOf(':');
    if (colon < 0) {
      throw invalid();
    }
    String name = header.substring(0, colon).strip();
    String value = header.substring(colon + 1).strip();
    try {
      HttpRequest.newBuilder(URI.create("http://localhost")).header(name, value);
    } catch (IllegalArgumentException e) {
      // Not as a cause: it quotes the value.
      throw invalid();
    }
    namesAndValues.add(name);
    namesAndValues.add(value);
  }

  private static IllegalArgumentException invalid() {
    return new IllegalArgumentException(
        "URU_OPENAI_HEADERS must look like Name: value; Other-Name: other value");
  }

  /** Adds the headers to a request. */
  void addTo(HttpRequest.Builder request) {
    if (!namesAndValues.isEmpty()) {
      request.headers(namesAndValues.toArray(String[]::new));
    }
  }
}
