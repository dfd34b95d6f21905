package com.uru.chatbot.metrics;

/** Takes what is counted and measured. For any thread; costs microseconds, so never per token. */
public interface Metrics {
  /**
   * Adds one to a counter.
   *
   * @param labelValues one for each label of the metric
   */
  void increment(Metric counter, String... labelValues);

  /**
   * Adds a value to a histogram.
   *
   * @param value in the unit of the metric's name
   * @param labelValues one for each label of the metric
   */
  void observe(Metric histogram, double value, String... labelValues);
}
