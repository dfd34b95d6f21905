package com.uru.chatbot.dev.practice;

import com.uru.chatbot.dev.practice.JournalEntry.State;
import com.uru.chatbot.dev.practice.PracticeModel.Api;
import com.uru.chatbot.dev.practice.PracticeModel.Generation;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code POST /v1/chat/completions}, {@code POST /v1/responses} and {@code POST
 * /v1/responses/input_tokens}: checks the request as OpenAI does, then answers.
 */
final class AnswerEndpoint {
  static final String CHAT_PATH = "/v1/chat/completions";
  static final String RESPONSES_PATH = "/v1/responses";
  static final String COUNT_PATH = "/v1/responses/input_tokens";
  private static final Duration FOREVER = Duration.ofMinutes(30);

  private final Duration gap;
  private final Clock clock;
  private final PriceMeter meter;
  private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();

  AnswerEndpoint(Duration gap, Clock clock, PriceMeter meter) {
    this.meter = meter;
    this.gap = gap;
    this.clock = clock;
  }

  State chat(Exchange exchange, JsonObject json) throws IOException {
    ChatCompletionRequest request = new ChatCompletionRequest(json);
    PracticeFault fault = faultFor(exchange, request);
    Optional<OpenAiError> refusal = refusal(exchange, request, fault);
    if (refusal.isPresent()) {
      return exchange.refuse(refusal.get());
    }
    PracticeModel model = model(exchange, request);
    refusal = ChatCompletionRules.check(request, model, fault);
    if (refusal.isPresent()) {
      return exchange.refuse(refusal.get());
    }
    AnswerPlan plan = AnswerPlan.of(request, model, fault);
    Usage usage = meter.begin(organization(exchange), request, model, plan);
    AnswerFormat format = new ChatCompletion(request, model, fault, plan, usage, clock.instant());
    return send(exchange, fault, format, request, model, plan, usage);
  }

  State responses(Exchange exchange, JsonObject json) throws IOException {
    ResponsesRequest asked = new ResponsesRequest(json);
    PracticeFault fault = faultFor(exchange, asked);
    Optional<OpenAiError> refusal = refusal(exchange, asked, fault);
    if (refusal.isPresent()) {
      return exchange.refuse(refusal.get());
    }
    PracticeModel model = model(exchange, asked);
    refusal = ResponsesRules.check(asked, model, fault);
    if (refusal.isPresent()) {
      return exchange.refuse(refusal.get());
    }
    String organization = organization(exchange);
    ReasoningFilter filter = ReasoningFilter.of(asked, model, organization);
    ResponsesRequest request = asked.withItems(filter.kept());
    AnswerPlan plan = AnswerPlan.of(request, model, fault);
    Usage usage = meter.begin(organization, request, model, plan);
    ResponseObject response =
        new ResponseObject(request, model, plan, usage, filter.removed(), clock.instant());
    ResponseEvents events =
        new ResponseEvents(
            request.obfuscates(), fault == PracticeFault.NO_EVENT_LINES, model.snapshot());
    SealedReasoning reasoning =
        new SealedReasoning(organization, model.snapshot(), InputItems.hash(asked.items()));
    AnswerFormat format =
        new ResponseAnswer(
            response,
            events,
            plan,
            fault,
            model.generation() == Generation.GPT_5,
            request.summary().isPresent(),
            reasoning.seal());
    return send(exchange, fault, format, request, model, plan, usage);
  }

  State countTokens(Exchange exchange, JsonObject json) throws IOException {
    ResponsesRequest request = new ResponsesRequest(json);
    Optional<OpenAiError> refusal = refusal(exchange, request, faultFor(exchange, request));
    if (refusal.isPresent()) {
      return exchange.refuse(refusal.get());
    }
    return exchange.send(
        Json.createObjectBuilder()
            .add("object", "response.input_tokens")
            .add("input_tokens", request.promptTokens())
            .build());
  }

  private static PracticeFault faultFor(Exchange exchange, AnswerRequest request) {
    PracticeFault fault = exchange.fault();
    return request.wantsTitle() && fault.sparesTitles() ? PracticeFault.NONE : fault;
  }

  private static PracticeModel model(Exchange exchange, AnswerRequest request) {
    return PracticeModels.find(exchange.fault(), request.model()).orElseThrow();
  }

  private static String organization(Exchange exchange) {
    return JournalEntry.fingerprint(exchange.request().key());
  }

  private State send(
      Exchange exchange,
      PracticeFault fault,
      AnswerFormat format,
      AnswerRequest request,
      PracticeModel model,
      AnswerPlan plan,
      Usage usage)
      throws IOException {
    try {
      return new AnswerStream(exchange, fault, gap).send(format, plan, request.stream());
    } finally {
      int sent = request.stream() ? exchange.entry().deltas() : plan.tokens().size();
      meter.end(model, usage, sent + usage.reasoning());
    }
  }

  private Optional<OpenAiError> refusal(
      Exchange exchange, AnswerRequest request, PracticeFault fault) throws IOException {
    if (fault == PracticeFault.TIMEOUT) {
      exchange.connection().pause(FOREVER);
    }
    String model = request.model();
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
      case _503_THEN_OK ->
          isFirst(exchange) ? Optional.of(LimitErrors.overloaded()) : Optional.empty();
      case EVENT_STREAM_ERROR -> Optional.of(OpenAiError.asEventStream());
      default -> missingEndpoint(exchange, fault).or(() -> ModelRules.check(model, fault));
    };
  }

  private Optional<OpenAiError> missingEndpoint(Exchange exchange, PracticeFault fault) {
    Api api = exchange.request().path().equals(CHAT_PATH) ? Api.CHAT : Api.RESPONSES;
    boolean missing =
        switch (fault) {
          case NO_API -> true;
          case NO_CHAT -> api == Api.CHAT;
          case NO_RESPONSES -> api == Api.RESPONSES;
          case NO_RESPONSES_LATER -> api == Api.RESPONSES && !isFirst(exchange);
          default -> false;
        };
    return missing ? Optional.of(OpenAiError.notFound()) : Optional.empty();
  }

  private boolean isFirst(Exchange exchange) {
    return requests
            .computeIfAbsent(
                JournalEntry.fingerprint(exchange.request().key()), unused -> new AtomicInteger())
            .getAndIncrement()
        == 0;
  }
}
