package com.uru.chatbot.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.uru.chatbot.openai.error.OpenAiError;
import com.uru.chatbot.openai.error.OpenAiErrors;
import com.uru.chatbot.openai.upstream.OpenAiSettings;
import com.uru.chatbot.openai.upstream.UpstreamConnection;
import com.uru.chatbot.openai.upstream.UpstreamConnections;
import com.uru.chatbot.openai.upstream.UpstreamHosts;
import com.uru.chatbot.providerkey.ProviderKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.time.Duration;

/** OpenAI's plain JSON calls. They go through the same HTTP clients as the streams. */
@ApplicationScoped
public class OpenAiClient {
  private static final Duration MAX_IDLE_TIMEOUT = Duration.ofSeconds(20);
  private static final int MAX_BYTES = 8 << 20;
  private static final int OK = 200;

  private UpstreamConnections connections;
  private UpstreamHosts hosts;
  private Duration idleTimeout;

  /** Creates a client that waits as long as for a first byte of text, but at most 20 seconds. */
  @Inject
  public OpenAiClient(
      UpstreamConnections connections, UpstreamHosts hosts, OpenAiSettings settings) {
    this.connections = connections;
    this.hosts = hosts;
    Duration firstByte = settings.firstByteTimeout();
    this.idleTimeout = firstByte.compareTo(MAX_IDLE_TIMEOUT) < 0 ? firstByte : MAX_IDLE_TIMEOUT;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected OpenAiClient() {}

  /**
   * Returns the body of {@code GET /models}, the models that a key may use: its first 8 MiB.
   *
   * @throws com.uru.chatbot.shared.DomainException if OpenAI refuses
   * @throws SocketTimeoutException if no bytes come for that long
   * @throws IOException if OpenAI fails; its message does not quote the provider
   */
  public byte[] models(ProviderKey key) throws IOException {
    return get(key, "/models");
  }

  private byte[] get(ProviderKey key, String path) throws IOException {
    try (UpstreamConnection connection = connections.open()) {
      try {
        return get(connection, key, path);
      } catch (IOException e) {
        throw connection.timedOut() ? new SocketTimeoutException() : e;
      }
    }
  }

  private byte[] get(UpstreamConnection connection, ProviderKey key, String path)
      throws IOException {
    while (true) {
      HttpResponse<?> response =
          connection.send(
              hosts.request(key, path).header("Accept", "application/json").GET().build(),
              idleTimeout);
      if (response.statusCode() == OK) {
        return connection.await(connection.readAtMost(MAX_BYTES));
      }
      OpenAiError error = errorOf(connection, response);
      if (!hosts.learn(key, response.uri(), error.details().host())) {
        throw OpenAiErrors.refusal(error);
      }
    }
  }

  private static OpenAiError errorOf(UpstreamConnection connection, HttpResponse<?> response)
      throws IOException {
    byte[] body = connection.await(connection.readAtMost(OpenAiErrors.MAX_BODY_BYTES));
    return OpenAiErrors.read(
        response.statusCode(), response.headers()::firstValue, new String(body, UTF_8));
  }
}
