package com.uru.chatbot.dev.practice;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A model of the practice upstream with the rules that OpenAI's API enforces for it.
 *
 * @param id name in requests
 * @param snapshot name in answers
 * @param created seconds since 1970
 * @param shutdownDate the announced day on which it ends
 * @param contextWindow tokens of conversation and answer
 * @param maxOutputTokens tokens of one answer
 * @param apis the APIs that answer with it; none for a model that is not for chat
 * @param generation which parameters it accepts
 * @param efforts the values of reasoning effort that it accepts; empty if the parameter is refused
 * @param defaultEffort the effort without the parameter; empty if it does not reason
 * @param refused names of parameters that it refuses beside the rules of its generation
 */
record PracticeModel(
    String id,
    String snapshot,
    long created,
    @Nullable LocalDate shutdownDate,
    int contextWindow,
    int maxOutputTokens,
    Set<Api> apis,
    Generation generation,
    List<String> efforts,
    String defaultEffort,
    Set<String> refused) {
  private static final Pattern VERSION = Pattern.compile("^gpt-(\\d+)(?:\\.(\\d+))?-");
  static final String NO_EFFORT = "none";
  private static final int LARGE_CONTEXT = 1_050_000;
  private static final int LARGE_OUTPUT = 128_000;

  /** An endpoint that answers. */
  enum Api {
    CHAT,
    RESPONSES
  }

  /** The rules for parameters. */
  enum Generation {
    /** Does not reason: takes {@code temperature}, refuses reasoning effort. */
    GPT_4,
    /** Always reasons: takes {@code temperature} and its like only with the default value. */
    O1,
    /** Reasons with an effort: takes {@code temperature} and its like only with effort none. */
    GPT_5
  }

  static PracticeModel gpt4(
      String id, String snapshot, long created, int contextWindow, int maxOutputTokens) {
    return new PracticeModel(
        id,
        snapshot,
        created,
        null,
        contextWindow,
        maxOutputTokens,
        EnumSet.allOf(Api.class),
        Generation.GPT_4,
        List.of(),
        "",
        Set.of());
  }

  static PracticeModel o1(
      String id,
      String snapshot,
      long created,
      int contextWindow,
      int maxOutputTokens,
      List<String> efforts) {
    return new PracticeModel(
        id,
        snapshot,
        created,
        null,
        contextWindow,
        maxOutputTokens,
        EnumSet.allOf(Api.class),
        Generation.O1,
        efforts,
        "medium",
        Set.of());
  }

  static PracticeModel gpt5(
      String id, LocalDate released, String defaultEffort, String... efforts) {
    return new PracticeModel(
        id,
        id + "-" + released,
        seconds(released),
        null,
        LARGE_CONTEXT,
        LARGE_OUTPUT,
        EnumSet.allOf(Api.class),
        Generation.GPT_5,
        List.of(efforts),
        defaultEffort,
        Set.of());
  }

  /** A model for something else than chat. */
  static PracticeModel other(String id, LocalDate released) {
    return new PracticeModel(
        id, id, seconds(released), null, 0, 0, Set.of(), Generation.GPT_4, List.of(), "", Set.of());
  }

  PracticeModel ending(LocalDate day) {
    return copy(id, day, apis, refused);
  }

  PracticeModel onlyWith(Api api) {
    return copy(id, shutdownDate, Set.of(api), refused);
  }

  PracticeModel refusing(String... parameters) {
    return copy(id, shutdownDate, apis, Set.of(parameters));
  }

  /** Returns the same model under the name of its snapshot. */
  PracticeModel dated() {
    return copy(snapshot, shutdownDate, apis, refused);
  }

  private PracticeModel copy(
      String newId, @Nullable LocalDate day, Set<Api> newApis, Set<String> newRefused) {
    return new PracticeModel(
        newId,
        snapshot,
        created,
        day,
        contextWindow,
        maxOutputTokens,
        newApis,
        generation,
        efforts,
        defaultEffort,
        newRefused);
  }

  /** Returns whether it can reason; with effort {@code none} it does not. */
  boolean reasoning() {
    return !defaultEffort.isEmpty();
  }

  /** Returns whether it accepts {@code system} and {@code developer} messages. */
  boolean takesInstructions() {
    return generation != Generation.O1 || !efforts.isEmpty();
  }

  /** Returns whether an answer is preceded by reasoning, given the requested effort. */
  boolean reasonsWith(Optional<String> effort) {
    return reasoning() && !effort.orElse(defaultEffort).equals(NO_EFFORT);
  }

  /** Returns whether it drops reasoning of another conversation: GPT-6.2 and later do. */
  boolean dropsReasoning() {
    return isFrom(id, 6, 2);
  }

  /** Returns whether writing to the prompt cache is billed, and breakpoints are used. */
  boolean billsCacheWrites() {
    return isFrom(id, 5, 6);
  }

  /** Returns the price of cached input in relation to other input. */
  double cacheReadRate() {
    if (generation != Generation.GPT_5) {
      return 0.5;
    }
    return isFrom(id, 6, 1) ? 0.05 : 0.1;
  }

  /** Returns whether the version in a model's id is the wanted one or a later one. */
  static boolean isFrom(String id, int wantedMajor, int wantedMinor) {
    Matcher version = VERSION.matcher(id);
    if (!version.find()) {
      return false;
    }
    int major = Integer.parseInt(version.group(1));
    int minor = version.group(2) == null ? 0 : Integer.parseInt(version.group(2));
    return major > wantedMajor || (major == wantedMajor && minor >= wantedMinor);
  }

  private static long seconds(LocalDate day) {
    return day.toEpochDay() * 86_400;
  }
}
