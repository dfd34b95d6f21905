package com.uru.chatbot.openai.call;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The parameters that models have rejected on this node since its start, so that a request fails
 * once and not every time.
 */
public final class RejectedParameters {
  private final Map<String, Set<RequestParameter>> byModel = new ConcurrentHashMap<>();

  /** Returns a copy of the parameters that a model has rejected. */
  Set<RequestParameter> of(String model) {
    Set<RequestParameter> rejected = EnumSet.noneOf(RequestParameter.class);
    rejected.addAll(byModel.getOrDefault(model, Set.of()));
    return rejected;
  }

  /** Adds a parameter, unless its rejection holds for one organisation only. */
  void add(String model, RequestParameter parameter) {
    if (parameter.isPropertyOfTheModel()) {
      byModel.computeIfAbsent(model, id -> ConcurrentHashMap.newKeySet()).add(parameter);
    }
  }
}
