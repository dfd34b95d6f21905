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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** OpenAI's paths: checks the key, then the request, then answers. */
final class PracticeApi {
  private static final Duration FOREVER = Duration.ofMinutes(30);
  private static final String CHAT_PATH = "/v1/chat/completions";
  private static final String EU_HOST = "eu.api.openai.com";

  private final Duration gap;
  private final Clock clock;
  private final String regionalHost;
  private final Map<String, AtomicInteger> refusedOnce = new ConcurrentHashMap<>();

  PracticeApi(Duration gap, Clock clock, String regionalHost) {
    this.gap = gap;
    this.clock = clock;
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
    if (request.method().equals("POST") && request.path().equals(CHAT_PATH)) {
      return chat(exchange);
    }
    if (request.method().equals("GET") && request.path().startsWith(ModelsEndpoint.PATH)) {
      return ModelsEndpoint.answer(exchange);
    }
    return exchange.refuse(OpenAiError.unknownUrl(request.method(), request.path()));
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

  private State chat(Exchange exchange) throws IOException {
    Optional<JsonObject> json = parse(exchange.request().body());
    if (json.isEmpty()) {
      return exchange.refuse(OpenAiError.malformedJson());
    }
    ChatCompletionRequest wanted = new ChatCompletionRequest(json.get());
    PracticeFault fault = faultFor(exchange, wanted);
    if (fault == PracticeFault.TIMEOUT) {
      exchange.connection().pause(FOREVER);
    }
    Optional<OpenAiError> refusal =
        refusalOfTheAnswer(fault, exchange.request().key(), wanted.model())
            .or(() -> ModelRules.check(wanted.model(), fault));
    if (refusal.isPresent()) {
      return exchange.refuse(refusal.get());
    }
    PracticeModel model = PracticeModels.find(exchange.fault(), wanted.model()).orElseThrow();
    refusal = ChatCompletionRules.check(wanted, model, fault);
    if (refusal.isPresent()) {
      return exchange.refuse(refusal.get());
    }
    return new ChatCompletions(wanted, model, fault, gap, clock.instant()).answer(exchange);
  }

  private static PracticeFault faultFor(Exchange exchange, AnswerRequest wanted) {
    PracticeFault fault = exchange.fault();
    return wanted.wantsTitle() && fault.sparesTitles() ? PracticeFault.NONE : fault;
  }

  private Optional<OpenAiError> refusalOfTheAnswer(PracticeFault fault, String key, String model) {
    return switch (fault) {
      case ADMIN -> Optional.of(KeyErrors.admin("model.request"));
      case MISSING_SCOPE -> Optional.of(KeyErrors.missingScope("model.request"));
      case PROJECT_LIMIT -> Optional.of(LimitErrors.projectLimit());
      case ORG_LIMIT -> Optional.of(LimitErrors.organizationLimit());
      case USAGE_LIMIT -> Optional.of(LimitErrors.usageLimit());
      case NO_CREDIT -> Optional.of(LimitErrors.noCredit());
      case SLOW_DOWN -> Optional.of(LimitErrors.slowDown());
      case OVERLOADED -> Optional.of(LimitErrors.serverOverloaded());
      case NO_QUOTA -> Optional.of(LimitErrors.noQuota());
      case RATE_LIMITED -> Optional.of(LimitErrors.rateLimited(model));
      case CONTENT_REFUSED -> Optional.of(OpenAiError.contentRefused());
      case _500 -> Optional.of(OpenAiError.serverError());
      case _503 -> Optional.of(LimitErrors.overloaded());
      case _503_THEN_OK -> isFirst(key) ? Optional.of(LimitErrors.overloaded()) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private boolean isFirst(String key) {
    return refusedOnce
            .computeIfAbsent(JournalEntry.fingerprint(key), unused -> new AtomicInteger())
            .getAndIncrement()
        == 0;
  }

  private static Optional<JsonObject> parse(byte[] body) {
    try (JsonReader reader = Json.createReader(new StringReader(new String(body, UTF_8)))) {
      return Optional.of(reader.readObject());
    } catch (JsonException | IllegalStateException e) {
      return Optional.empty();
    }
  }
}
