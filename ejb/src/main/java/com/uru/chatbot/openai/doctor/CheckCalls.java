package com.uru.chatbot.openai.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.uru.chatbot.openai.error.OpenAiError;
import com.uru.chatbot.openai.error.OpenAiErrors;
import com.uru.chatbot.openai.upstream.UpstreamConnection;
import com.uru.chatbot.openai.upstream.UpstreamConnections;
import com.uru.chatbot.openai.upstream.UpstreamHosts;
import com.uru.chatbot.providerkey.ProviderKey;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one check, within limits of number and time. They are not retried, and they bypass
 * the circuit breaker: the failure of a check says nothing about other users' questions.
 */
final class CheckCalls {
  static final int MAX_CALLS = 4;

  /**
   * The time for all calls of a check, which is to end within two seconds: a connection times out
   * up to a quarter of a second late.
   */
  static final Duration TIME = Duration.ofMillis(1500);

  /**
   * The time while the provider has accepted the key for nothing: the check would have to report a
   * failure, and on a server that has just started or is busy the key may still be good.
   */
  static final Duration TIME_UNTIL_ACCEPTED = Duration.ofMillis(4500);

  /** The least time for a call whose turn comes late, because the server is slow. */
  private static final Duration LEAST_TIME = Duration.ofMillis(500);

  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final int MAX_LIST_BYTES = 8 << 20;
  private static final int OK = 200;

  private final UpstreamConnections connections;
  private final UpstreamHosts hosts;
  private final ProviderKey key;
  private final long startNanos = System.nanoTime();
  private int calls;

  CheckCalls(UpstreamConnections connections, UpstreamHosts hosts, ProviderKey key) {
    this.connections = connections;
    this.hosts = hosts;
    this.key = key;
  }

  /**
   * What became of a call.
   *
   * @param asked the address of the request
   * @param body what came of the body if the call succeeded
   * @param headers the headers of the response
   * @param error the provider's refusal, null if it did not refuse
   * @param problem the refusal or failure, null if the call succeeded
   */
  record Outcome(
      URI asked,
      String body,
      Function<String, Optional<String>> headers,
      @Nullable OpenAiError error,
      @Nullable DomainException problem) {
    boolean succeeded() {
      return problem == null;
    }

    boolean timedOut() {
      return problem != null && problem.code() == ProblemCode.PROVIDER_TIMEOUT;
    }
  }

  /**
   * Returns whether another call is allowed and has the time to succeed.
   *
   * @param accepted whether the provider has accepted the key for anything
   */
  boolean canCall(boolean accepted) {
    return calls < MAX_CALLS && timeLeft(accepted).compareTo(SHORTEST) > 0;
  }

  /** Returns whether the list can be asked for once more, with the least time. */
  boolean canRepeatList() {
    return calls < MAX_CALLS;
  }

  /** Asks for the list of models, which may use the first two thirds of the time that is left. */
  Outcome get(String path) {
    return call(
        hosts.request(key, path).header("Accept", "application/json").GET(),
        longer(timeLeft(true).multipliedBy(2).dividedBy(3), LEAST_TIME),
        MAX_LIST_BYTES,
        false);
  }

  /**
   * Asks for an answer. Of a stream only the first event is read, which tells whether the key can
   * answer.
   *
   * @param accepted whether the provider has accepted the key for anything
   */
  Outcome post(String path, JsonObject body, boolean streams, boolean accepted) {
    return call(
        hosts
            .request(key, path)
            .header("Accept", streams ? "text/event-stream" : "application/json")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString())),
        longer(timeLeft(accepted), LEAST_TIME),
        OpenAiErrors.MAX_BODY_BYTES,
        streams);
  }

  private Outcome call(
      HttpRequest.Builder builder, Duration timeout, int maxBytes, boolean firstEventOnly) {
    calls++;
    HttpRequest request = builder.build();
    try (UpstreamConnection connection = connections.open()) {
      try {
        long end = System.nanoTime() + timeout.toNanos();
        HttpResponse<?> response = connection.send(request, timeout);
        connection.setDeadline(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
        boolean ok = response.statusCode() == OK;
        return outcome(response, read(connection, maxBytes, ok && firstEventOnly));
      } catch (IOException e) {
        ProblemCode code =
            connection.timedOut() ? ProblemCode.PROVIDER_TIMEOUT : ProblemCode.PROVIDER_UNAVAILABLE;
        return failed(request, new DomainException(code));
      } catch (DomainException refusedByProxy) {
        return failed(request, refusedByProxy);
      }
    }
  }

  private static Outcome failed(HttpRequest request, DomainException problem) {
    return new Outcome(request.uri(), "", name -> Optional.empty(), null, problem);
  }

  private static Outcome outcome(HttpResponse<?> response, String body) {
    Function<String, Optional<String>> headers = response.headers()::firstValue;
    OpenAiError error =
        response.statusCode() == OK
            ? firstError(body).orElse(null)
            : OpenAiErrors.read(response.statusCode(), headers, body);
    return new Outcome(
        response.uri(), body, headers, error, error == null ? null : OpenAiErrors.problem(error));
  }

  /** A stream or an answer with status 200 may consist of an error. */
  private static Optional<OpenAiError> firstError(String body) {
    String text = body.strip();
    if (text.startsWith("{")) {
      return OpenAiErrors.ofEvent(text);
    }
    return text.lines()
        .filter(line -> line.startsWith("data:"))
        .findFirst()
        .flatMap(line -> OpenAiErrors.ofEvent(line.substring("data:".length())));
  }

  private static String read(UpstreamConnection connection, int maxBytes, boolean firstEventOnly)
      throws IOException {
    if (!firstEventOnly) {
      return new String(connection.await(connection.readAtMost(maxBytes)), UTF_8);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    connection.await(
        connection.read(
            part -> {
              byte[] accepted = new byte[part.remaining()];
              part.get(accepted);
              bytes.writeBytes(accepted);
              return bytes.size() < maxBytes && !hasData(bytes.toString(UTF_8));
            }));
    return bytes.toString(UTF_8);
  }

  private static boolean hasData(String events) {
    int data = events.indexOf("data:");
    return data >= 0 && (events.indexOf('\n', data) >= 0 || events.indexOf('\r', data) >= 0);
  }

  private Duration timeLeft(boolean accepted) {
    Duration time = accepted ? TIME : TIME_UNTIL_ACCEPTED;
    return time.minusNanos(System.nanoTime() - startNanos);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
