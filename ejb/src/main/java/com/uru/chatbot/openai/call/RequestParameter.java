package com.uru.chatbot.openai.call;

import com.uru.chatbot.openai.error.OpenAiError;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A part of a request that can be left out when the upstream rejects it although the catalogue says
 * that the model takes it.
 */
public enum RequestParameter {
  TEMPERATURE(Scope.MODEL, "temperature"),
  MAX_OUTPUT_TOKENS(Scope.MODEL, "max_completion_tokens", "max_output_tokens"),
  REASONING_EFFORT(Scope.MODEL, "reasoning_effort", "reasoning.effort", "reasoning"),
  SYSTEM_MESSAGE(Scope.MODEL, "messages[0].role", "input[0].role", "input[0]"),
  STREAM_OPTIONS(Scope.MODEL, "stream_options", "stream_options.include_obfuscation"),
  PROMPT_CACHE_KEY(Scope.MODEL, "prompt_cache_key"),
  SAFETY_IDENTIFIER(Scope.MODEL, "safety_identifier"),

  /** OpenAI streams some models only to verified organisations. */
  STREAM(Scope.ORGANIZATION, "stream"),

  /** OpenAI gives summaries of some models only to verified organisations. */
  REASONING_SUMMARY(
      Scope.ORGANIZATION, "reasoning.summary", "reasoning.generate_summary", "summary"),

  /** Encrypted reasoning can be read only by the organisation for which it was made. */
  PROVIDER_ITEMS(Scope.REQUEST);

  /** The requests to which a rejection applies. */
  enum Scope {
    /** Everybody who asks the model. */
    MODEL,
    /** The organisation of the key, when it asks the model. */
    ORGANIZATION,
    /** This request. */
    REQUEST
  }

  private static final String UNREADABLE_ITEMS = "invalid_encrypted_content";

  /** What Uru adds of itself: no user has chosen the value, so an invalid one is left out. */
  private static final Set<RequestParameter> OPTIONAL =
      EnumSet.of(STREAM_OPTIONS, PROMPT_CACHE_KEY, SAFETY_IDENTIFIER, REASONING_SUMMARY);

  private final Scope scope;

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable.
  private final List<String> wireNames;

  RequestParameter(Scope scope, String... wireNames) {
    this.scope = scope;
    this.wireNames = List.of(wireNames);
  }

  Scope scope() {
    return scope;
  }

  /** Returns the parameter that the error rejects, if it names one that can be left out. */
  public static Optional<RequestParameter> rejectedBy(OpenAiError error) {
    if (error.status() == 400 && UNREADABLE_ITEMS.equals(error.code())) {
      return Optional.of(PROVIDER_ITEMS);
    }
    String param = error.param();
    if (param == null || !(error.refusesParameter() || error.refusesValue())) {
      return Optional.empty();
    }
    return ofWireName(param.toLowerCase(Locale.ROOT))
        .filter(parameter -> error.refusesParameter() || OPTIONAL.contains(parameter));
  }

  private static Optional<RequestParameter> ofWireName(String name) {
    return Arrays.stream(values())
        .filter(parameter -> parameter.wireNames.contains(name))
        .findFirst();
  }
}
