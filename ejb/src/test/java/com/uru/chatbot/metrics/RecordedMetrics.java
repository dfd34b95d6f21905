package com.uru.chatbot.metrics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what was counted and measured. */
public final class RecordedMetrics implements Metrics {
  private final List<String> increments = new CopyOnWriteArrayList<>();
  private final List<String> observations = new CopyOnWriteArrayList<>();

  @Override
  public void increment(Metric counter, String... labelValues) {
    increments.add(series(counter, labelValues));
  }

  @Override
  public void observe(Metric histogram, double value, String... labelValues) {
    observations.add(series(histogram, labelValues));
  }

  private static String series(Metric metric, String... labelValues) {
    return metric + " " + String.join(" ", labelValues);
  }

  /** Returns the counters in the order in which they were incremented, with their label values. */
  public List<String> increments() {
    return increments;
  }

  /** Returns the histograms in the order of their values, with their label values. */
  public List<String> observations() {
    return observations;
  }
}
