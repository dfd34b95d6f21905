package com.uru.chatbot.dev.practice;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.uru.chatbot.dev.practice.JournalEntry.State;
import com.uru.chatbot.dev.practice.PracticeConnection.Request;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** OpenAI's paths: checks the key, then the request, then answers. */
final class PracticeApi {
  private static final Set<String> ANSWER_PATHS =
      Set.of(AnswerEndpoint.CHAT_PATH, AnswerEndpoint.RESPONSES_PATH, AnswerEndpoint.COUNT_PATH);
  private static final String EU_HOST = "eu.api.openai.com";

  private final AnswerEndpoint answers;
  private final String regionalHost;

  PracticeApi(Duration gap, Clock clock, PriceMeter meter, String regionalHost) {
    answers = new AnswerEndpoint(gap, clock, meter);
    this.regionalHost = regionalHost;
  }

  /** Answers; the state tells how the answer ended. */
  State answer(Request request, PracticeConnection connection, JournalEntry entry)
      throws IOException {
    parse(request.body()).ifPresent(entry::received);
    String key = request.key();
    if (!PracticeFault.isPractice(key)) {
      return Exchange.refuse(
          key.isEmpty() ? KeyErrors.missingKey() : KeyErrors.invalidKey(key), connection, entry);
    }
    Exchange exchange = new Exchange(request, PracticeFault.of(key), connection, entry);
    Optional<OpenAiError> refusal = refusalOfTheKey(exchange);
    if (refusal.isPresent()) {
      return exchange.refuse(refusal.get());
    }
    if (request.method().equals("POST") && ANSWER_PATHS.contains(request.path())) {
      Optional<JsonObject> json = parse(request.body());
      return json.isPresent()
          ? answer(exchange, json.get())
          : exchange.refuse(OpenAiError.malformedJson());
    }
    if (request.method().equals("GET") && request.path().startsWith(ModelsEndpoint.PATH)) {
      return ModelsEndpoint.answer(exchange);
    }
    return exchange.refuse(OpenAiError.unknownUrl(request.method(), request.path()));
  }

  private State answer(Exchange exchange, JsonObject json) throws IOException {
    return switch (exchange.request().path()) {
      case AnswerEndpoint.CHAT_PATH -> answers.chat(exchange, json);
      case AnswerEndpoint.RESPONSES_PATH -> answers.responses(exchange, json);
      default -> answers.countTokens(exchange, json);
    };
  }

  private Optional<OpenAiError> refusalOfTheKey(Exchange exchange) {
    return switch (exchange.fault()) {
      case INVALID_KEY -> Optional.of(KeyErrors.invalidKey(exchange.request().key()));
      case DEACTIVATED -> Optional.of(KeyErrors.deactivated());
      case NO_ACCESS -> Optional.of(KeyErrors.noAccess());
      case EXPIRED -> Optional.of(KeyErrors.expired());
      case IP -> Optional.of(KeyErrors.ipNotAuthorized());
      case EU -> wrongHost(exchange, EU_HOST);
      case EU_LOOPBACK -> wrongHost(exchange, regionalHost);
      default -> Optional.empty();
    };
  }

  private Optional<OpenAiError> wrongHost(Exchange exchange, String named) {
    String host = exchange.request().headers().getOrDefault("host", "");
    return host.equals(EU_HOST) || host.equals(regionalHost)
        ? Optional.empty()
        : Optional.of(KeyErrors.wrongHost(named));
  }

  private static Optional<JsonObject> parse(byte[] body) {
    try (JsonReader reader = Json.createReader(new StringReader(new String(body, UTF_8)))) {
      return Optional.of(reader.readObject());
    } catch (JsonException | IllegalStateException e) {
      return Optional.empty();
    }
  }
}
