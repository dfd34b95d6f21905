package com.uru.chatbot.dev.practice;

import static com.uru.chatbot.dev.practice.PracticeFault.DELTAS_BEFORE_BREAK;
import static com.uru.chatbot.dev.practice.PracticeFault.DELTAS_BEFORE_LENGTH;

import com.uru.chatbot.dev.practice.JournalEntry.State;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One answer of {@code POST /v1/chat/completions}, streamed or whole, with what goes wrong. */
final class ChatCompletions {
  private static final Duration FOREVER = Duration.ofMinutes(30);
  private static final Duration SLOW_FIRST_BYTE = Duration.ofSeconds(3);
  private static final Duration THINKING = Duration.ofMillis(600);
  private static final Duration SLOW_GAP = Duration.ofMillis(100);
  private static final Duration STEADY_GAP = Duration.ofMillis(50);
  private static final int REASONING_TOKENS = 192;

  private final ChatCompletionRequest request;
  private final PracticeModel model;
  private final PracticeFault fault;
  private final boolean reasons;
  private final Duration gap;
  private final String id = "chatcmpl-" + UUID.randomUUID().toString().replace("-", "");
  private final Instant created;

  ChatCompletions(
      ChatCompletionRequest request,
      PracticeModel model,
      PracticeFault fault,
      Duration gap,
      Instant created) {
    this.request = request;
    this.model = model;
    this.fault = fault;
    this.reasons = model.reasonsWith(request.effort());
    this.gap = paced(fault, gap);
    this.created = created;
  }

  private static Duration paced(PracticeFault fault, Duration gap) {
    return switch (fault) {
      case FAST, LONG_FAST -> Duration.ZERO;
      case SLOW -> SLOW_GAP;
      case LONG_STEADY -> STEADY_GAP;
      default -> gap;
    };
  }

  /** Answers; the state tells how it ended. */
  State answer(Exchange exchange) throws IOException {
    PracticeConnection connection = exchange.connection();
    if (fault == PracticeFault.SLOW_FIRST_BYTE) {
      connection.pause(SLOW_FIRST_BYTE);
    }
    if (reasons && !gap.isZero()) {
      connection.pause(THINKING);
    }
    List<String> tokens = PracticeReply.tokens(request, fault);
    String finishReason = "stop";
    int limit = visibleTokens();
    if (tokens.size() > limit) {
      tokens = tokens.subList(0, limit);
      finishReason = fault == PracticeFault.CONTENT_FILTER ? "content_filter" : "length";
    }
    if (!request.stream()) {
      return exchange.send(whole(tokens, finishReason));
    }
    return stream(exchange, tokens, finishReason);
  }

  private int visibleTokens() {
    int limit = request.maxTokens().orElse(Integer.MAX_VALUE);
    if (reasons) {
      limit = Math.max(0, limit - REASONING_TOKENS);
    }
    return switch (fault) {
      case CONTENT_FILTER -> Math.min(limit, DELTAS_BEFORE_BREAK);
      case LENGTH -> Math.min(limit, DELTAS_BEFORE_LENGTH);
      default -> limit;
    };
  }

  private State stream(Exchange exchange, List<String> tokens, String finishReason)
      throws IOException {
    PracticeConnection connection = exchange.connection();
    exchange.beginEvents();
    connection.chunk(
        event(
            Json.createObjectBuilder()
                .add("role", "assistant")
                .add("content", "")
                .addNull("refusal")
                .build(),
            null));
    int sent = 0;
    for (String token : tokens) {
      connection.pause(gap);
      if (sent == DELTAS_BEFORE_BREAK && breaks(connection, token)) {
        return State.CUT;
      }
      connection.chunk(event(Json.createObjectBuilder().add("content", token).build(), null));
      exchange.entry().delta();
      sent++;
    }
    return finish(connection, tokens, finishReason);
  }

  private State finish(PracticeConnection connection, List<String> tokens, String finishReason)
      throws IOException {
    if (fault == PracticeFault.CUT_BEFORE_FINISH) {
      connection.end();
      return State.CUT;
    }
    connection.chunk(event(JsonValue.EMPTY_JSON_OBJECT, finishReason));
    if (request.includeUsage()) {
      connection.chunk(
          "data: "
              + chunk(Json.createArrayBuilder()).add("usage", usage(tokens.size())).build()
              + "\n\n");
    }
    connection.chunk("data: [DONE]\n\n");
    connection.end();
    return State.FINISHED;
  }

  /** Does what the fault says in the middle of a stream; whether that was its end. */
  private boolean breaks(PracticeConnection connection, String token) throws IOException {
    switch (fault) {
      case STALL -> connection.pause(FOREVER);
      case CUT -> {
        connection.halfChunk(event(Json.createObjectBuilder().add("content", token).build(), null));
        connection.close();
      }
      case RESET -> connection.reset();
      case GARBAGE -> {
        connection.chunk("data: {\"id\":\"" + id + "\",\"choices\":[{\"ind\n\n");
        connection.end();
      }
      case IN_BAND_ERROR -> {
        connection.chunk("data: " + OpenAiError.serverError().toJson() + "\n\n");
        connection.end();
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private String event(JsonObject delta, @Nullable String finishReason) {
    JsonObjectBuilder choice =
        Json.createObjectBuilder().add("index", 0).add("delta", delta).addNull("logprobs");
    JsonObjectBuilder chunk = chunk(Json.createArrayBuilder().add(ended(choice, finishReason)));
    if (request.includeUsage()) {
      chunk.addNull("usage");
    }
    return "data: " + chunk.build() + "\n\n";
  }

  private static JsonObjectBuilder ended(JsonObjectBuilder choice, @Nullable String finishReason) {
    return finishReason == null
        ? choice.addNull("finish_reason")
        : choice.add("finish_reason", finishReason);
  }

  private JsonObjectBuilder chunk(JsonArrayBuilder choices) {
    return object("chat.completion.chunk").add("choices", choices);
  }

  private JsonObjectBuilder object(String kind) {
    return Json.createObjectBuilder()
        .add("id", id)
        .add("object", kind)
        .add("created", created.getEpochSecond())
        .add("model", model.snapshot())
        .add("service_tier", "default")
        .add("system_fingerprint", "fp_practice");
  }

  private JsonObject whole(List<String> tokens, String finishReason) {
    JsonObjectBuilder choice =
        Json.createObjectBuilder()
            .add("index", 0)
            .add(
                "message",
                Json.createObjectBuilder()
                    .add("role", "assistant")
                    .add("content", String.join("", tokens))
                    .addNull("refusal")
                    .add("annotations", JsonValue.EMPTY_JSON_ARRAY))
            .addNull("logprobs")
            .add("finish_reason", finishReason);
    return object("chat.completion")
        .add("choices", Json.createArrayBuilder().add(choice))
        .add("usage", usage(tokens.size()))
        .build();
  }

  private JsonObject usage(int visibleTokens) {
    int reasoning = reasons ? REASONING_TOKENS : 0;
    int completion = visibleTokens + reasoning;
    int prompt = request.promptTokens();
    return Json.createObjectBuilder()
        .add("prompt_tokens", prompt)
        .add("completion_tokens", completion)
        .add("total_tokens", prompt + completion)
        .add(
            "prompt_tokens_details",
            Json.createObjectBuilder().add("cached_tokens", 0).add("audio_tokens", 0))
        .add(
            "completion_tokens_details",
            Json.createObjectBuilder()
                .add("reasoning_tokens", reasoning)
                .add("audio_tokens", 0)
                .add("accepted_prediction_tokens", 0)
                .add("rejected_prediction_tokens", 0))
        .build();
  }
}
