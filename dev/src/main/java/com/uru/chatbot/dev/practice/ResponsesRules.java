package com.uru.chatbot.dev.practice;

import com.uru.chatbot.dev.practice.PracticeModel.Api;
import com.uru.chatbot.dev.practice.PracticeModel.Generation;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The refusals of Responses, in the order in which OpenAI checks. */
final class ResponsesRules {
  private static final int MIN_OUTPUT_TOKENS = 16;

  private static final Set<String> KNOWN =
      Set.of(
          "background",
          "context_management",
          "include",
          "input",
          "instructions",
          "max_output_tokens",
          "max_tool_calls",
          "metadata",
          "model",
          "moderation",
          "parallel_tool_calls",
          "previous_response_id",
          "prompt_cache_key",
          "prompt_cache_options",
          "prompt_cache_retention",
          "reasoning",
          "safety_identifier",
          "service_tier",
          "store",
          "stream",
          "stream_options",
          "temperature",
          "text",
          "tool_choice",
          "tools",
          "top_logprobs",
          "top_p",
          "truncation",
          "user");

  private static final Map<String, String> MOVED =
      Map.of(
          "messages", "input",
          "max_tokens", "max_output_tokens",
          "max_completion_tokens", "max_output_tokens",
          "reasoning_effort", "reasoning.effort",
          "response_format", "text.format",
          "verbosity", "text.verbosity");

  private ResponsesRules() {}

  /** Returns the refusal, if there is one. */
  static Optional<OpenAiError> check(
      ResponsesRequest request, PracticeModel model, PracticeFault fault) {
    if (!model.apis().contains(Api.RESPONSES)) {
      return Optional.of(OpenAiError.notInResponses(model.id()));
    }
    return ModelRules.first(
        checkNames(request.json()),
        checkInput(request),
        checkReasoning(request, model, fault),
        checkSampling(request, model, fault),
        checkLength(request, model, fault));
  }

  private static @Nullable OpenAiError checkNames(JsonObject json) {
    for (String name : json.keySet()) {
      String moved = MOVED.get(name);
      if (moved != null) {
        return OpenAiError.invalidRequest(
            "unsupported_parameter",
            name,
            "Unsupported parameter: '"
                + name
                + "'. In the Responses API, this parameter has moved to '"
                + moved
                + "'. Try again with the new parameter.");
      }
      if (!KNOWN.contains(name)) {
        return OpenAiError.unknownParameter(name);
      }
    }
    if (json.get("stream_options") instanceof JsonObject options) {
      for (String name : options.keySet()) {
        if (!name.equals("include_obfuscation")) {
          return OpenAiError.unknownParameter("stream_options." + name);
        }
      }
    }
    return null;
  }

  private static @Nullable OpenAiError checkInput(ResponsesRequest request) {
    Optional<String> previous = AnswerRequest.value(request.json(), "previous_response_id");
    if (previous.isPresent()) {
      return OpenAiError.invalidRequest(
          "previous_response_not_found",
          "previous_response_id",
          "Previous response with id '" + previous.get() + "' not found.");
    }
    List<JsonObject> items = request.items();
    if (items.isEmpty()) {
      return OpenAiError.invalidRequest(
          "missing_required_parameter", "input", "Missing required parameter: 'input'.");
    }
    for (int i = 0; i < items.size(); i++) {
      OpenAiError refusal =
          ResponseItems.isReasoning(items.get(i)) ? checkReasoningItem(items, i) : null;
      if (refusal != null) {
        return refusal;
      }
    }
    return null;
  }

  private static @Nullable OpenAiError checkReasoningItem(List<JsonObject> items, int index) {
    JsonObject item = items.get(index);
    String id = item.getString("id", "");
    Optional<String> sealed = AnswerRequest.value(item, "encrypted_content");
    if (sealed.isEmpty()) {
      return OpenAiError.itemNotFound(id);
    }
    if (SealedReasoning.open(sealed.get()).isEmpty()) {
      return OpenAiError.invalidEncryptedContent(sealed.get());
    }
    boolean followed = index + 1 < items.size() && ResponseItems.isOutput(items.get(index + 1));
    return followed
        ? null
        : OpenAiError.invalidRequest(
            null,
            "input",
            "Item '"
                + id
                + "' of type 'reasoning' was provided without its required following item.");
  }

  private static @Nullable OpenAiError checkReasoning(
      ResponsesRequest request, PracticeModel model, PracticeFault fault) {
    if (request.summary().isPresent()) {
      if (!model.reasoning() || model.refused().contains("reasoning.summary")) {
        return OpenAiError.unsupportedParameter("reasoning.summary", "");
      }
      if (fault == PracticeFault.UNVERIFIED) {
        return ParameterRules.notVerified("reasoning.summary", "generate reasoning summaries");
      }
    }
    return ParameterRules.checkEffort(request, model, Api.RESPONSES, "reasoning.effort");
  }

  private static @Nullable OpenAiError checkSampling(
      ResponsesRequest request, PracticeModel model, PracticeFault fault) {
    if (request.stream()) {
      if (fault == PracticeFault.UNVERIFIED && model.reasoning()) {
        return ParameterRules.notVerified("stream", "stream this model");
      }
      if (fault == PracticeFault.NO_STREAM) {
        return OpenAiError.unsupportedValue(
            "stream", "true with this model. Only false is supported.");
      }
    }
    if (fault == PracticeFault.NO_TEMPERATURE && request.json().containsKey("temperature")) {
      return OpenAiError.unsupportedParameter("temperature", "");
    }
    return model.generation() == Generation.GPT_4
        ? null
        : ParameterRules.checkSampling(request, model);
  }

  private static @Nullable OpenAiError checkLength(
      ResponsesRequest request, PracticeModel model, PracticeFault fault) {
    int most = request.maxTokens().orElse(MIN_OUTPUT_TOKENS);
    if (most < MIN_OUTPUT_TOKENS) {
      return OpenAiError.invalidRequest(
          "integer_below_min_value",
          "max_output_tokens",
          "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= "
              + MIN_OUTPUT_TOKENS
              + ", but got "
              + most
              + " instead.");
    }
    boolean tooLong = request.promptTokens() > model.contextWindow();
    return tooLong || fault == PracticeFault.CONTEXT_TOO_LONG
        ? OpenAiError.invalidRequest(
            "context_length_exceeded",
            "input",
            "Your input exceeds the context window of this model. Please adjust your input and try"
                + " again.")
        : null;
  }
}
