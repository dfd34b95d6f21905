package com.uru.chatbot.openai;

import com.uru.chatbot.model.RejectedParameters;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What models have rejected, for one test. */
final class InMemoryRejectedParameters implements RejectedParameters {
  private final Map<String, Set<String>> byModel = new ConcurrentHashMap<>();

  @Override
  public Set<String> of(String upstream, String model) {
    return byModel.getOrDefault(upstream + " " + model, Set.of());
  }

  @Override
  public void add(String upstream, String model, String parameter) {
    byModel
        .computeIfAbsent(upstream + " " + model, key -> ConcurrentHashMap.newKeySet())
        .add(parameter);
  }
}
