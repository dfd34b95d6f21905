package com.uru.chatbot.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HistogramTest {
  private final Histogram histogram = new Histogram(new double[] {0.1, 1});

  @Test
  void countsAllValuesUpToEachBound() {
    histogram.add(0.05);
    histogram.add(0.1);
    histogram.add(0.5);
    histogram.add(7);

    assertThat(histogram.count(0)).isEqualTo(2);
    assertThat(histogram.count(1)).isEqualTo(3);
    assertThat(histogram.count(2)).isEqualTo(4);
    assertThat(histogram.sum()).isEqualTo(7.65);
  }

  @Test
  void neverForgets() {
    for (int i = 0; i < 10_000; i++) {
      histogram.add(0.05);
    }
    histogram.add(2);

    assertThat(histogram.count(0)).isEqualTo(10_000);
    assertThat(histogram.count(2)).isEqualTo(10_001);
  }
}
