package com.uru.chatbot.dev.practice;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;

/** Sums what the answers of each model cost, and what caching has saved or could have saved. */
final class PriceMeter {
  private static final int LONG_INPUT = 272_000;
  private static final double WRITE_RATE = 1.25;
  private static final double LONG_INPUT_RATE = 2;
  private static final double LONG_OUTPUT_RATE = 1.5;

  private final PromptCache cache;
  private final CacheTheory theory = new CacheTheory();
  private final Map<String, Totals> totals = new TreeMap<>();

  PriceMeter(Clock clock) {
    cache = new PromptCache(clock);
  }

  /** The sums of one model. */
  private static final class Totals {
    private int calls;
    private long input;
    private long cached;
    private long written;
    private long cacheable;
    private long output;
    private long reasoning;
    private double billedInput;
    private double billedOutput;

    private JsonObjectBuilder toJson() {
      return Json.createObjectBuilder()
          .add("calls", calls)
          .add("input", input)
          .add("cached", cached)
          .add("written", written)
          .add("cacheable", cacheable)
          .add("output", output)
          .add("reasoning", reasoning)
          .add("billedInput", Math.round(billedInput))
          .add("billedOutput", Math.round(billedOutput));
    }
  }

  /** Counts the input of a call and returns its usage, with the output that is planned. */
  Usage begin(String organization, AnswerRequest request, PracticeModel model, AnswerPlan plan) {
    String key = AnswerRequest.value(request.json(), "prompt_cache_key").orElse("");
    String account = organization + " " + model.snapshot() + " ";
    PromptCache.Use use = cache.use(account + key, model, request.cacheableInput());
    String conversation = account + (key.isEmpty() ? request.firstUserText() : key);
    int cacheable =
        theory.cacheable(InputItems.hash(conversation), model, request.cacheableInput());
    Usage usage =
        new Usage(
            request.promptTokens(),
            use.read(),
            use.written(),
            plan.outputTokens(),
            plan.reasoningTokens());
    count(model, usage, cacheable);
    return usage;
  }

  private synchronized void count(PracticeModel model, Usage usage, int cacheable) {
    Totals sums = totals(model);
    sums.calls++;
    sums.input += usage.input();
    sums.cached += usage.cached();
    sums.written += usage.written();
    sums.cacheable += cacheable;
    double billed =
        (usage.input() - usage.cached() - usage.written())
            + usage.cached() * model.cacheReadRate()
            + usage.written() * WRITE_RATE;
    sums.billedInput += usage.input() > LONG_INPUT ? billed * LONG_INPUT_RATE : billed;
  }

  /**
   * Counts the output of a call.
   *
   * @param usage what {@link #begin} returned
   * @param output the tokens that were sent, those of reasoning included
   */
  synchronized void end(PracticeModel model, Usage usage, int output) {
    Totals sums = totals(model);
    sums.output += output;
    sums.reasoning += usage.reasoning();
    sums.billedOutput += usage.input() > LONG_INPUT ? output * LONG_OUTPUT_RATE : output;
  }

  private Totals totals(PracticeModel model) {
    return totals.computeIfAbsent(model.id(), unused -> new Totals());
  }

  synchronized JsonObject toJson() {
    JsonObjectBuilder models = Json.createObjectBuilder();
    totals.forEach((model, sums) -> models.add(model, sums.toJson()));
    return Json.createObjectBuilder().add("models", models).build();
  }

  /** Forgets the sums and everything that is cached. */
  synchronized void clear() {
    totals.clear();
    cache.clear();
    theory.clear();
  }
}
