package com.uru.chatbot.model;

import java.util.Set;

/** Where all nodes keep the parameters that models have rejected. */
public interface RejectedParametersRepository {
  /** Returns the parameters that a model has rejected in the last 30 days. */
  Set<String> find(String upstream, String model);

  /** Adds a rejection, in a transaction of its own. */
  void add(String upstream, String model, String parameter);
}
