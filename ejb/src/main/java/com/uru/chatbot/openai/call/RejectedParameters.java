package com.uru.chatbot.openai.call;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The parameters that the models of the configured upstream have rejected. */
public final class RejectedParameters {
  private final com.uru.chatbot.model.RejectedParameters store;
  private final String upstream;

  /**
   * Makes a view of what is stored.
   *
   * @param store what the models of all upstreams have rejected
   * @param upstream the base URL
   */
  public RejectedParameters(com.uru.chatbot.model.RejectedParameters store, String upstream) {
    this.store = store;
    this.upstream = upstream;
  }

  /** Returns a copy of the parameters that a model has rejected. */
  Set<RequestParameter> of(String model) {
    Set<String> names = store.of(upstream, model);
    Set<RequestParameter> rejected = EnumSet.noneOf(RequestParameter.class);
    for (RequestParameter parameter : RequestParameter.values()) {
      if (names.contains(name(parameter))) {
        rejected.add(parameter);
      }
    }
    return rejected;
  }

  /** Adds a parameter, unless its rejection holds for one organisation only. */
  void add(String model, RequestParameter parameter) {
    if (parameter.isPropertyOfTheModel()) {
      store.add(upstream, model, name(parameter));
    }
  }

  private static String name(RequestParameter parameter) {
    return parameter.name().toLowerCase(Locale.ROOT);
  }
}
