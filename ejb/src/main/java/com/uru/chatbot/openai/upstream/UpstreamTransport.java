package com.uru.chatbot.openai.upstream;

import com.uru.chatbot.providerkey.ProviderKey;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

/**
 * Sends the requests of a MicroProfile REST client through an {@link UpstreamConnection}: with the
 * host and the headers of the key, through the outbound proxy with its user name, and so that any
 * thread can abort them. Such a client's own transport can do none of this.
 */
public final class UpstreamTransport implements ClientRequestFilter {
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(3);
  private static final int MAX_BODY_BYTES = 1 << 20;

  private final UpstreamConnection connection;
  private final UpstreamHosts hosts;
  private final ProviderKey key;

  /**
   * Creates a transport for requests with this key.
   *
   * @param connection has no other exchange in progress while a request is sent
   * @param key stays open until the last request has ended
   */
  public UpstreamTransport(UpstreamConnection connection, UpstreamHosts hosts, ProviderKey key) {
    this.connection = connection;
    this.hosts = hosts;
    this.key = key;
  }

  /** Returns a client whose requests go this way. Its methods take and return JSON as bytes. */
  public <T> T client(Class<T> type) {
    return RestClientBuilder.newBuilder().baseUri(baseUri()).register(this).build(type);
  }

  /**
   * Answers a request of the client.
   *
   * @throws IOException if the connection fails or is aborted
   */
  @Override
  public void filter(ClientRequestContext context) throws IOException {
    String path = "/" + baseUri().relativize(context.getUri()).getRawPath();
    HttpResponse<?> response =
        connection.send(
            hosts
                .request(key, path)
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .method(context.getMethod(), body(context))
                .build(),
            IDLE_TIMEOUT);
    byte[] body = connection.await(connection.readAtMost(MAX_BODY_BYTES));
    context.abortWith(
        Response.status(response.statusCode())
            .type("application/json")
            .entity(new ByteArrayInputStream(body))
            .build());
  }

  private static BodyPublisher body(ClientRequestContext context) {
    return context.getEntity() instanceof byte[] json
        ? BodyPublishers.ofByteArray(json)
        : BodyPublishers.noBody();
  }

  private URI baseUri() {
    return hosts.uri(key, "/");
  }
}
