package com.uru.chatbot.model;

import java.util.Set;

/**
 * The request parameters that models have rejected, on all nodes and over restarts, so that a
 * request fails once and not every time. A rejection counts for 30 days; then the parameter is
 * tried again.
 */
public interface RejectedParameters {
  /**
   * Returns the parameters that a model has rejected; never fails and never waits for another
   * thread.
   *
   * @param upstream the base URL of the provider
   * @param model the id of the model
   */
  Set<String> of(String upstream, String model);

  /**
   * Adds a rejection; never fails.
   *
   * @param parameter 1 to 64 lower-case letters and underscores
   */
  void add(String upstream, String model, String parameter);
}
