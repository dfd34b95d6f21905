package com.uru.chatbot.metrics;

import java.util.List;

/**
 * Counters and histograms of Uru. Each label has few values: model ids are those of the catalogue,
 * codes are problem codes. Gauges are annotated where their value is.
 */
public enum Metric {
  /** Questions, by the final status of the answer and its problem. */
  ANSWERS(
      "uru_answers",
      "Questions by what became of them: completed, stopped, incomplete, failed, interrupted or"
          + " refused; code is the problem or none.",
      List.of("status", "code")),
  /** From the arrival of a question to the first text of its answer. */
  FIRST_TOKEN(
      "uru_first_token_seconds",
      "From the arrival of a question to the first text of its answer.",
      List.of("model"),
      0.1,
      0.25,
      0.5,
      1,
      2,
      4,
      8,
      15,
      30,
      60,
      120),
  /** Uru's part of the time to the first text. */
  PREPARATION(
      "uru_preparation_seconds",
      "From the arrival of a question to the call of the provider: Uru's part of the time to the"
          + " first text.",
      List.of(),
      0.005,
      0.01,
      0.025,
      0.05,
      0.1,
      0.25,
      0.5,
      1,
      2.5,
      5),
  /** Speed of a whole answer. */
  TOKEN_RATE(
      "uru_tokens_per_second",
      "Output tokens of an answer, by the time from its first text to its end.",
      List.of("model"),
      5,
      10,
      20,
      40,
      60,
      80,
      120,
      160,
      240,
      320),
  /** Calls that have ended with a problem. */
  UPSTREAM_ERRORS(
      "uru_upstream_errors",
      "Calls to the provider, titles included, that ended with a problem after all retries.",
      List.of("code")),
  /** Responses with a problem document. */
  PROBLEMS(
      "uru_problems",
      "Requests that were answered with a problem; limits are among the codes.",
      List.of("code")),
  /** Attempts to sign in with a password. */
  SIGN_INS(
      "uru_sign_ins",
      "Attempts to sign in with a password: success, or the code of the problem.",
      List.of("result")),
  /** How long text was in memory only. */
  JOURNAL_DELAY(
      "uru_journal_delay_seconds",
      "How old the oldest text was when the journal had written it.",
      List.of(),
      0.05,
      0.1,
      0.15,
      0.2,
      0.25,
      0.5,
      1,
      2.5,
      5,
      10,
      60);

  private final String metricName;
  private final String description;

  @SuppressWarnings("ImmutableEnumChecker") // an immutable list
  private final List<String> labels;

  @SuppressWarnings("ImmutableEnumChecker") // never leaves without being copied
  private final double[] bounds;

  Metric(String metricName, String description, List<String> labels, double... bounds) {
    this.metricName = metricName;
    this.description = description;
    this.labels = labels;
    this.bounds = bounds;
  }

  /** Returns the name; that of a counter without {@code _total}. */
  public String metricName() {
    return metricName;
  }

  /** Returns one sentence for operators. */
  public String description() {
    return description;
  }

  /** Returns the names of the labels, in the order of their values. */
  public List<String> labels() {
    return labels;
  }

  /** Returns the upper bounds of a histogram's buckets, ascending; empty for a counter. */
  double[] bounds() {
    return bounds.clone();
  }
}
