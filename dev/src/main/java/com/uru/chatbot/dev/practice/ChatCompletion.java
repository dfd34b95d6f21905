package com.uru.chatbot.dev.practice;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One answer of {@code POST /v1/chat/completions}. */
final class ChatCompletion implements AnswerFormat {
  private final String id = "chatcmpl-" + UUID.randomUUID().toString().replace("-", "");
  private final ChatCompletionRequest request;
  private final PracticeModel model;
  private final PracticeFault fault;
  private final AnswerPlan plan;
  private final Usage usage;
  private final Instant created;

  ChatCompletion(
      ChatCompletionRequest request,
      PracticeModel model,
      PracticeFault fault,
      AnswerPlan plan,
      Usage usage,
      Instant created) {
    this.request = request;
    this.model = model;
    this.fault = fault;
    this.plan = plan;
    this.usage = usage;
    this.created = created;
  }

  @Override
  public JsonObject whole() {
    JsonObjectBuilder message =
        Json.createObjectBuilder()
            .add("role", "assistant")
            .add("content", plan.text())
            .addNull("refusal")
            .add("annotations", JsonValue.EMPTY_JSON_ARRAY);
    if (fault == PracticeFault.REFUSAL) {
      message.addNull("content").add("refusal", plan.text());
    }
    if (plan.end() == AnswerPlan.End.TOOL_CALL) {
      message.addNull("content").add("tool_calls", Json.createArrayBuilder().add(toolCall()));
    }
    JsonObjectBuilder choice =
        Json.createObjectBuilder()
            .add("index", 0)
            .add("message", message)
            .addNull("logprobs")
            .add("finish_reason", finishReason());
    return object("chat.completion")
        .add("choices", Json.createArrayBuilder().add(choice))
        .add("usage", usageObject())
        .build();
  }

  @Override
  public String opening() {
    return event(
        Json.createObjectBuilder()
            .add("role", "assistant")
            .add("content", "")
            .addNull("refusal")
            .build(),
        null);
  }

  @Override
  public List<String> preamble() {
    if (plan.end() != AnswerPlan.End.TOOL_CALL) {
      return List.of();
    }
    JsonObjectBuilder call = toolCall().add("index", 0);
    return List.of(
        event(
            Json.createObjectBuilder()
                .add("tool_calls", Json.createArrayBuilder().add(call))
                .build(),
            null));
  }

  @Override
  public String delta(String token) {
    String member = fault == PracticeFault.REFUSAL ? "refusal" : "content";
    JsonObjectBuilder delta = Json.createObjectBuilder().add(member, token);
    if (fault != PracticeFault.UNKNOWN_EVENTS) {
      return event(delta.build(), null);
    }
    return ": keep-alive\n\nevent: hologram\ndata: {\"hologram\":{\"frames\":3}}\n\n"
        + event(delta.add("hologram", Json.createArrayBuilder().add(3)).build(), null);
  }

  @Override
  public String garbage() {
    return "data: {\"id\":\"" + id + "\",\"choices\":[{\"ind\n\n";
  }

  @Override
  public String failure(PracticeFault kind) {
    return switch (kind) {
      case FLAT_ERROR ->
          "event: error\ndata: " + LimitErrors.rateLimited(model.id()).details() + "\n\n";
      case POLICY -> "data: " + OpenAiError.misalignment().toJson() + "\n\n";
      case BIO_POLICY -> "data: " + OpenAiError.bioPolicy().toJson() + "\n\n";
      default -> "data: " + OpenAiError.serverError().toJson() + "\n\n";
    };
  }

  @Override
  public String ending() {
    StringBuilder events = new StringBuilder(event(JsonValue.EMPTY_JSON_OBJECT, finishReason()));
    if (request.includeUsage()) {
      JsonObject last = chunk(Json.createArrayBuilder()).add("usage", usageObject()).build();
      events.append("data: ").append(last).append("\n\n");
    }
    return events.append("data: [DONE]\n\n").toString();
  }

  private String finishReason() {
    return switch (plan.end()) {
      case STOP -> "stop";
      case TOOL_CALL -> "tool_calls";
      case LENGTH -> "length";
      case CONTENT_FILTER -> "content_filter";
      case MAX_MESSAGES -> "max_messages";
    };
  }

  private static JsonObjectBuilder toolCall() {
    return Json.createObjectBuilder()
        .add("id", "call_practice")
        .add("type", "function")
        .add(
            "function",
            Json.createObjectBuilder()
                .add("name", PracticeReply.FUNCTION)
                .add("arguments", PracticeReply.ARGUMENTS));
  }

  private String event(JsonObject delta, @Nullable String finishReason) {
    JsonObjectBuilder choice =
        Json.createObjectBuilder().add("index", 0).add("delta", delta).addNull("logprobs");
    if (finishReason == null) {
      choice.addNull("finish_reason");
    } else {
      choice.add("finish_reason", finishReason);
    }
    JsonObjectBuilder chunk = chunk(Json.createArrayBuilder().add(choice));
    if (request.includeUsage()) {
      chunk.addNull("usage");
    }
    return "data: " + chunk.build() + "\n\n";
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

  private JsonObject usageObject() {
    return Json.createObjectBuilder()
        .add("prompt_tokens", usage.input())
        .add("completion_tokens", usage.output())
        .add("total_tokens", usage.total())
        .add(
            "prompt_tokens_details",
            Json.createObjectBuilder()
                .add("cached_tokens", usage.cached())
                .add("cache_write_tokens", usage.written())
                .add("audio_tokens", 0))
        .add(
            "completion_tokens_details",
            Json.createObjectBuilder()
                .add("reasoning_tokens", usage.reasoning())
                .add("audio_tokens", 0)
                .add("accepted_prediction_tokens", 0)
                .add("rejected_prediction_tokens", 0))
        .build();
  }
}
