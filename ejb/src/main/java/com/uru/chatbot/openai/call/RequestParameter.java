package com.uru.chatbot.openai.call;

import com.uru.chatbot.openai.error.OpenAiError;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A part of a request that can be left out when the model rejects it although the catalogue says
 * that the model takes it.
 */
public enum RequestParameter {
  TEMPERATURE("temperature", true),
  MAX_OUTPUT_TOKENS("max_completion_tokens", true),
  REASONING_EFFORT("reasoning_effort", true),
  SYSTEM_MESSAGE("messages[0].role", true),
  STREAM_OPTIONS("stream_options", true),

  /** Depends on the organisation too: OpenAI streams some models only to verified ones. */
  STREAM("stream", false);

  private final String wireName;
  private final boolean propertyOfTheModel;

  RequestParameter(String wireName, boolean propertyOfTheModel) {
    this.wireName = wireName;
    this.propertyOfTheModel = propertyOfTheModel;
  }

  /** Returns whether a rejection holds for every user of the model. */
  public boolean isPropertyOfTheModel() {
    return propertyOfTheModel;
  }

  /** Returns the parameter that the error rejects, if it names one that can be left out. */
  public static Optional<RequestParameter> rejectedBy(OpenAiError error) {
    boolean rejection =
        error.status() == 400
            && ("unsupported_parameter".equals(error.code())
                || "unsupported_value".equals(error.code()));
    return rejection ? ofWireName(error.param()) : Optional.empty();
  }

  private static Optional<RequestParameter> ofWireName(@Nullable String name) {
    return Arrays.stream(values()).filter(parameter -> parameter.wireName.equals(name)).findFirst();
  }
}
