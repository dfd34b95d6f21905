package com.uru.chatbot.dev.practice;

import jakarta.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prompt caching by OpenAI's rules: only an exact prefix is read, from 1,024 tokens, in steps of
 * 128, with the same key, model and {@code prompt_cache_key}, for 30 minutes after its last use.
 *
 * <p>Before GPT-5.6 any prefix of an earlier request can be read. From GPT-5.6 on a request writes
 * one breakpoint, at the end of its newest message that is not an answer, and only prefixes that
 * end at a breakpoint are read. Prefixes end between items here, never inside a text; explicit
 * breakpoints are not imitated.
 */
final class PromptCache {
  private static final int MIN_TOKENS = 1_024;
  private static final int STEP_TOKENS = 128;
  private static final int MAX_PREFIXES = 20_000;
  private static final Duration LIFETIME = Duration.ofMinutes(30);

  private final Clock clock;

  /** When each prefix was last used, least recently used first. */
  private final Map<String, Instant> prefixes = new LinkedHashMap<>(16, 0.75f, true);

  PromptCache(Clock clock) {
    this.clock = clock;
  }

  /**
   * The tokens of one input that the cache served.
   *
   * @param read tokens that were read
   * @param written tokens that were written; 0 for models that do not bill them
   */
  record Use(int read, int written) {}

  /** Reads the longest cached prefix of an input and writes the prefixes that can be read later. */
  synchronized Use use(String scope, PracticeModel model, List<JsonObject> items) {
    Instant now = clock.instant();
    String prefix = InputItems.hash(scope);
    int tokens = InputItems.BASE_TOKENS;
    int read = 0;
    int breakpoint = 0;
    String breakpointPrefix = null;
    for (JsonObject item : items) {
      prefix = InputItems.hash(prefix + InputItems.rendered(item));
      tokens += InputItems.tokens(item);
      if (tokens >= MIN_TOKENS && isAlive(prefix, now)) {
        read = tokens;
        prefixes.put(prefix, now);
      }
      if (!ResponseItems.isOutput(item)) {
        breakpoint = tokens;
        breakpointPrefix = prefix;
      }
      if (!model.billsCacheWrites() && tokens >= MIN_TOKENS) {
        write(prefix, now);
      }
    }
    int written = 0;
    if (model.billsCacheWrites() && breakpoint >= MIN_TOKENS && breakpointPrefix != null) {
      written = Math.max(0, breakpoint - read);
      write(breakpointPrefix, now);
    }
    return new Use(billable(read), written);
  }

  /** Returns the tokens that are billed as cached if a prefix has this many. */
  static int billable(int tokens) {
    return tokens < MIN_TOKENS ? 0 : tokens / STEP_TOKENS * STEP_TOKENS;
  }

  synchronized void clear() {
    prefixes.clear();
  }

  private boolean isAlive(String prefix, Instant now) {
    @Nullable Instant used = prefixes.get(prefix);
    return used != null && used.plus(LIFETIME).isAfter(now);
  }

  private void write(String prefix, Instant now) {
    prefixes.put(prefix, now);
    if (prefixes.size() > MAX_PREFIXES) {
      prefixes.remove(prefixes.keySet().iterator().next());
    }
  }
}
