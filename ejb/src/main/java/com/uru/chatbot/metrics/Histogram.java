package com.uru.chatbot.metrics;

import java.util.Arrays;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts values by upper bounds, as Prometheus wants it: each bucket holds all values up to its
 * bound since the start. Not MicroProfile's: the server computes its buckets from a decaying sample
 * of the values, so that they shrink.
 */
final class Histogram {
  private final double[] bounds;
  private final LongAdder[] buckets;
  private final DoubleAdder sum = new DoubleAdder();

  Histogram(double[] bounds) {
    this.bounds = bounds.clone();
    this.buckets = new LongAdder[bounds.length + 1];
    Arrays.setAll(buckets, i -> new LongAdder());
  }

  void add(double value) {
    int bucket = 0;
    while (bucket < bounds.length && value > bounds[bucket]) {
      bucket++;
    }
    buckets[bucket].increment();
    sum.add(value);
  }

  /** Returns how many values are at most the bound of a bucket; the last one has no bound. */
  long count(int bucket) {
    long count = 0;
    for (int i = 0; i <= bucket; i++) {
      count += buckets[i].sum();
    }
    return count;
  }

  /** Returns how many buckets there are, the one without a bound included. */
  int size() {
    return buckets.length;
  }

  double sum() {
    return sum.sum();
  }
}
