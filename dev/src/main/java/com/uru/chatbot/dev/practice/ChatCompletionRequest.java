package com.uru.chatbot.dev.practice;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A body of {@code POST /v1/chat/completions}; {@link ChatCompletionRules} checks it. */
record ChatCompletionRequest(JsonObject json) implements AnswerRequest {
  boolean includeUsage() {
    return json.get("stream_options") instanceof JsonObject options
        && options.getBoolean("include_usage", false);
  }

  @Override
  public List<JsonObject> messages() {
    return AnswerRequest.objects(json.get("messages"));
  }

  @Override
  public List<JsonObject> input() {
    return messages();
  }

  @Override
  public List<JsonObject> cacheableInput() {
    return messages();
  }

  @Override
  public OptionalInt maxTokens() {
    for (String name : List.of("max_completion_tokens", "max_tokens")) {
      if (json.get(name) instanceof JsonNumber limit) {
        return OptionalInt.of(limit.intValue());
      }
    }
    return OptionalInt.empty();
  }

  @Override
  public Optional<String> effort() {
    return AnswerRequest.value(json, "reasoning_effort");
  }
}
