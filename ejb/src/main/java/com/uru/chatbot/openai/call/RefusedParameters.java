package com.uru.chatbot.openai.call;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What models turned out to refuse, so that a question fails once and not every time. As small as
 * the catalogue; forgotten at a restart.
 */
public final class RefusedParameters {
  private final Map<String, Set<RequestParameter>> byModel = new ConcurrentHashMap<>();

  /** A copy of what is known about a model. */
  public Set<RequestParameter> of(String model) {
    Set<RequestParameter> refused = EnumSet.noneOf(RequestParameter.class);
    refused.addAll(byModel.getOrDefault(model, Set.of()));
    return refused;
  }

  public void remember(String model, RequestParameter parameter) {
    if (parameter.isPropertyOfTheModel()) {
      byModel.computeIfAbsent(model, id -> ConcurrentHashMap.newKeySet()).add(parameter);
    }
  }
}
