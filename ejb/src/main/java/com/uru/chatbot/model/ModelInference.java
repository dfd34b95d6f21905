package com.uru.chatbot.model;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells from a model's id what it probably accepts. The rules are data: families, of which the
 * first that matches the id gives the traits. Guesses are conservative; what a model refuses all
 * the same is left out after its first refusal.
 */
final class ModelInference {
  private static final String DESCRIPTION =
      "Not described here yet; what it accepts is inferred from its name";

  /** The generation in a name; a longer number is a date or a size. */
  private static final Pattern GENERATION =
      Pattern.compile("gpt-(\\d{1,3})(?:\\.(\\d{1,3}))?(?![\\d.])");

  private final List<Family> families;

  /**
   * Makes the rules.
   *
   * @param families the specific ones first; the last one has to match every id
   */
  ModelInference(List<Family> families) {
    this.families = List.copyOf(families);
  }

  /**
   * Models that accept the same.
   *
   * @param match patterns of names, lower case; one has to match
   * @param since the first generation, {@code null} for any
   * @param before the generation that is too new, {@code null} for none
   * @param traits what its models accept
   */
  record Family(
      List<Glob> match,
      @Nullable Generation since,
      @Nullable Generation before,
      JsonObject traits) {
    private boolean includes(String name) {
      return includesGenerationOf(name) && match.stream().anyMatch(glob -> glob.matches(name));
    }

    private boolean includesGenerationOf(String name) {
      if (since == null && before == null) {
        return true;
      }
      Generation generation = Generation.of(name);
      return generation != null
          && (since == null || generation.compareTo(since) >= 0)
          && (before == null || generation.compareTo(before) < 0);
    }
  }

  /** A generation of models, as in {@code gpt-<major>.<minor>}. */
  record Generation(int major, int minor) implements Comparable<Generation> {
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,3})(?:\\.(\\d{1,3}))?");

    /**
     * Returns the generation of a number such as {@code 6} or {@code 5.4}.
     *
     * @throws InvalidModelsException if it is none
     */
    static Generation parse(String number) {
      Matcher matcher = NUMBER.matcher(number);
      if (!matcher.matches()) {
        throw new InvalidModelsException("since and before must look like \"6\" or \"5.4\"");
      }
      return of(matcher);
    }

    private static @Nullable Generation of(String name) {
      Matcher matcher = GENERATION.matcher(name);
      return matcher.lookingAt() ? of(matcher) : null;
    }

    private static Generation of(Matcher matcher) {
      String minor = matcher.group(2);
      return new Generation(
          Integer.parseInt(matcher.group(1)), minor == null ? 0 : Integer.parseInt(minor));
    }

    @Override
    public int compareTo(Generation other) {
      return major == other.major
          ? Integer.compare(minor, other.minor)
          : Integer.compare(major, other.major);
    }
  }

  /** Returns what a model of this id probably is; without a price and a shutdown date. */
  Model infer(String id) {
    return ModelJson.model(id, id, DESCRIPTION, traits(id), false);
  }

  /** Returns the traits of the first family that the id belongs to. */
  JsonObject traits(String id) {
    String name = name(id);
    for (Family family : families) {
      if (family.includes(name)) {
        return family.traits();
      }
    }
    return JsonValue.EMPTY_JSON_OBJECT;
  }

  /**
   * Returns the name that tells the family: the last part of a path such as {@code openai/gpt-6},
   * and the base of a fine-tuned model such as {@code ft:gpt-6:org::7}.
   */
  static String name(String id) {
    String name = id.substring(id.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    if (name.startsWith("ft:")) {
      name = name.substring("ft:".length());
    }
    int colon = name.indexOf(':');
    return colon > 0 ? name.substring(0, colon) : name;
  }
}
