package com.uru.chatbot.dev.practice;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Refusals of the model's name, whichever API is asked. */
final class ModelRules {
  private ModelRules() {}

  /** Returns the refusal if a key with this fault may not use the model. */
  static Optional<OpenAiError> check(String model, PracticeFault fault) {
    if (model.isEmpty()) {
      return Optional.of(
          OpenAiError.invalidRequest(null, null, "you must provide a model parameter"));
    }
    if (fault == PracticeFault.MODEL_FORBIDDEN && model.startsWith("gpt-6.2-sol")) {
      return Optional.of(OpenAiError.modelForbidden(model));
    }
    if (fault != PracticeFault.NO_MODEL && PracticeModels.find(fault, model).isPresent()) {
      return Optional.empty();
    }
    boolean shutDown =
        fault != PracticeFault.NO_MODEL
            && PracticeModels.find(PracticeFault.NONE, model).isPresent()
            && (fault == PracticeFault.TODAY || fault == PracticeFault.JANUARY_2027);
    return Optional.of(
        shutDown ? OpenAiError.modelDeprecated(model) : OpenAiError.modelNotFound(model));
  }

  /** Returns the first refusal that is not null. */
  static Optional<OpenAiError> first(@Nullable OpenAiError... refusals) {
    return Stream.of(refusals).filter(Objects::nonNull).findFirst();
  }
}
