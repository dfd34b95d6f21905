package com.uru.chatbot.dev.practice;

import com.uru.chatbot.dev.practice.PracticeModel.Api;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The refusals of Chat Completions, in the order in which OpenAI checks. */
final class ChatCompletionRules {
  private static final List<String> SAMPLING =
      List.of("temperature", "top_p", "presence_penalty", "frequency_penalty");

  private ChatCompletionRules() {}

  /** Returns the refusal, if there is one. */
  static Optional<OpenAiError> check(
      ChatCompletionRequest request, PracticeModel model, PracticeFault fault) {
    return ModelRules.first(
        checkMessages(request, model),
        checkParameters(request, model, fault),
        checkLength(request, model, fault));
  }

  private static @Nullable OpenAiError checkMessages(
      ChatCompletionRequest request, PracticeModel model) {
    if (model.apis().equals(Set.of(Api.RESPONSES))) {
      return OpenAiError.onlyResponses();
    }
    if (!model.apis().contains(Api.CHAT)) {
      return new OpenAiError(
          404,
          "invalid_request_error",
          null,
          "model",
          "This is not a chat model and thus not supported in the v1/chat/completions endpoint. Did"
              + " you mean to use v1/completions?",
          Map.of());
    }
    List<JsonObject> messages = request.messages();
    if (messages.isEmpty()) {
      return OpenAiError.invalidRequest(
          "empty_array",
          "messages",
          "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an"
              + " empty array instead.");
    }
    for (int i = 0; i < messages.size(); i++) {
      String role = messages.get(i).getString("role", "");
      boolean instruction = role.equals("system") || role.equals("developer");
      if (instruction && !model.takesInstructions()) {
        return OpenAiError.unsupportedValue(
            "messages[" + i + "].role", "'" + role + "' with this model.");
      }
    }
    return null;
  }

  private static @Nullable OpenAiError checkParameters(
      ChatCompletionRequest request, PracticeModel model, PracticeFault fault) {
    JsonObject json = request.json();
    if (json.containsKey("stream_options") && !request.stream()) {
      return OpenAiError.invalidRequest(
          null,
          "stream_options",
          "The 'stream_options' parameter is only allowed when 'stream' is enabled.");
    }
    if (fault == PracticeFault.NO_STREAM && request.stream()) {
      return OpenAiError.unsupportedValue(
          "stream", "true with this model. Only false is supported.");
    }
    if (fault == PracticeFault.NO_TEMPERATURE && json.containsKey("temperature")) {
      return OpenAiError.unsupportedParameter("temperature", "");
    }
    if (fault == PracticeFault.UNVERIFIED && model.reasoning() && request.stream()) {
      return ParameterRules.notVerified("stream", "stream this model");
    }
    OpenAiError refusal =
        switch (model.generation()) {
          case GPT_4 -> checkTemperature(json);
          case O1 -> checkReasoningParameters(json);
          case GPT_5 -> ParameterRules.checkSampling(request, model);
        };
    return refusal == null
        ? ParameterRules.checkEffort(request, model, Api.CHAT, "reasoning_effort")
        : refusal;
  }

  private static @Nullable OpenAiError checkReasoningParameters(JsonObject json) {
    if (json.containsKey("max_tokens")) {
      return OpenAiError.unsupportedParameter(
          "max_tokens", " Use 'max_completion_tokens' instead.");
    }
    for (String name : SAMPLING) {
      double onlyValue = name.endsWith("penalty") ? 0 : 1;
      if (json.get(name) instanceof JsonNumber value && value.doubleValue() != onlyValue) {
        return OpenAiError.unsupportedValue(
            name,
            value
                + " with this model. Only the default ("
                + (int) onlyValue
                + ") value is supported.");
      }
    }
    return null;
  }

  private static @Nullable OpenAiError checkTemperature(JsonObject json) {
    if (json.get("temperature") instanceof JsonNumber value && value.doubleValue() > 2) {
      return OpenAiError.invalidRequest(
          "decimal_above_max_value",
          "temperature",
          "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got "
              + value
              + " instead.");
    }
    return null;
  }

  private static @Nullable OpenAiError checkLength(
      ChatCompletionRequest request, PracticeModel model, PracticeFault fault) {
    int maxTokens = request.maxTokens().orElse(0);
    if (maxTokens > model.maxOutputTokens()) {
      String name =
          request.json().getOrDefault("max_tokens", JsonValue.NULL) == JsonValue.NULL
              ? "max_completion_tokens"
              : "max_tokens";
      return OpenAiError.invalidRequest(
          "invalid_value",
          name,
          name
              + " is too large: "
              + maxTokens
              + ". This model supports at most "
              + model.maxOutputTokens()
              + " completion tokens, whereas you provided "
              + maxTokens
              + ".");
    }
    int promptTokens = request.promptTokens();
    if (fault == PracticeFault.CONTEXT_TOO_LONG) {
      return OpenAiError.contextTooLong(
          model.contextWindow(), model.contextWindow() + promptTokens);
    }
    if (promptTokens > model.contextWindow()) {
      return OpenAiError.contextTooLong(model.contextWindow(), promptTokens);
    }
    return null;
  }
}
