package com.uru.chatbot.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names of reasoning efforts, as providers and clients spell them. */
public final class ReasoningEfforts {
  /** The effort of an answer without reasoning. */
  public static final String NONE = "none";

  /** All efforts, the smallest first. */
  public static final List<String> ALL =
      List.of(NONE, "minimal", "low", "medium", "high", "xhigh", "max");

  private ReasoningEfforts() {}

  /**
   * Returns the offered effort that is closest to the wanted one, the smaller of two that are
   * equally close; null if nothing is offered or the wanted effort is null or unknown.
   */
  static @Nullable String closest(List<String> offered, @Nullable String wanted) {
    int rank = wanted == null ? -1 : ALL.indexOf(wanted);
    if (rank < 0) {
      return null;
    }
    String closest = null;
    int distance = Integer.MAX_VALUE;
    for (String effort : offered) {
      int candidate = Math.abs(ALL.indexOf(effort) - rank);
      if (candidate < distance) {
        closest = effort;
        distance = candidate;
      }
    }
    return closest;
  }
}
