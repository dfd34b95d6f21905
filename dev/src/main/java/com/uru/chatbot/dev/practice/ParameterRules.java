package com.uru.chatbot.dev.practice;

import com.uru.chatbot.dev.practice.PracticeModel.Api;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The refusals of parameters that both APIs have. */
final class ParameterRules {
  private static final List<String> ONLY_WITHOUT_REASONING =
      List.of(
          "temperature",
          "top_p",
          "presence_penalty",
          "frequency_penalty",
          "stop",
          "logprobs",
          "top_logprobs",
          "max_tokens");

  private ParameterRules() {}

  /** Refuses sampling parameters of a GPT-5 or later model unless its effort is none. */
  static @Nullable OpenAiError checkSampling(AnswerRequest request, PracticeModel model) {
    boolean reasons = model.reasonsWith(request.effort());
    return ONLY_WITHOUT_REASONING.stream()
        .filter(name -> reasons || model.refused().contains(name))
        .filter(name -> request.json().getOrDefault(name, JsonValue.NULL) != JsonValue.NULL)
        .findFirst()
        .map(
            name ->
                OpenAiError.unsupportedParameter(
                    name, name.equals("max_tokens") ? " Use 'max_completion_tokens' instead." : ""))
        .orElse(null);
  }

  /**
   * Refuses an effort that the model does not have. Chat Completions has no effort {@code max}.
   *
   * @param name how the API names the parameter
   */
  static @Nullable OpenAiError checkEffort(
      AnswerRequest request, PracticeModel model, Api api, String name) {
    Optional<String> effort = request.effort();
    if (effort.isEmpty()) {
      return null;
    }
    if (!model.reasoning() && api == Api.CHAT) {
      return OpenAiError.invalidRequest(
          null, null, "Unrecognized request argument supplied: " + name);
    }
    if (model.efforts().isEmpty()) {
      return OpenAiError.unsupportedParameter(name, "");
    }
    List<String> accepted =
        model.efforts().stream()
            .filter(value -> api == Api.RESPONSES || !value.equals("max"))
            .toList();
    if (accepted.contains(effort.get())) {
      return null;
    }
    String supported = " Supported values are: " + listed(accepted);
    return switch (api) {
      case CHAT ->
          OpenAiError.unsupportedValue(name, "'" + effort.get() + "' with this model." + supported);
      case RESPONSES ->
          OpenAiError.invalidRequest(
              "unsupported_value",
              name,
              "Unsupported value: '"
                  + effort.get()
                  + "' is not supported with the '"
                  + model.snapshot()
                  + "' model."
                  + supported);
    };
  }

  static OpenAiError notVerified(String param, String purpose) {
    return OpenAiError.invalidRequest(
        "unsupported_value",
        param,
        "Your organization must be verified to "
            + purpose
            + ". Please go to: https://platform.openai.com/settings/organization/general and click"
            + " on Verify Organization. If you just verified, it can take up to 15 minutes for"
            + " access to propagate.");
  }

  private static String listed(List<String> values) {
    List<String> quoted = values.stream().map(value -> "'" + value + "'").toList();
    int last = quoted.size() - 1;
    return switch (quoted.size()) {
      case 1 -> quoted.get(0) + ".";
      case 2 -> quoted.get(0) + " and " + quoted.get(1) + ".";
      default ->
          quoted.subList(0, last).stream().collect(Collectors.joining(", "))
              + ", and "
              + quoted.get(last)
              + ".";
    };
  }
}
