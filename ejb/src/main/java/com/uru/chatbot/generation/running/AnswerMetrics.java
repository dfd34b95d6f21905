package com.uru.chatbot.generation.running;

import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessageProblem;
import com.uru.chatbot.metrics.Metric;
import com.uru.chatbot.metrics.Metrics;
import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.model.TokenUsage;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;

/** Counts questions by what becomes of them, and measures answers. */
@ApplicationScoped
public class AnswerMetrics {
  private static final String NO_PROBLEM = "none";
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private Metrics metrics;
  private ModelCatalog catalog;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected AnswerMetrics() {}

  @Inject
  public AnswerMetrics(Metrics metrics, ModelCatalog catalog) {
    this.metrics = metrics;
    this.catalog = catalog;
  }

  /** Counts a question that was refused before a generation was created. */
  public void refused(Exception refusal) {
    ProblemCode code =
        refusal instanceof DomainException known ? known.code() : ProblemCode.INTERNAL_ERROR;
    metrics.increment(Metric.ANSWERS, "refused", code.code());
  }

  /** Counts a generation that was ended for a node that is gone. */
  public void interrupted() {
    metrics.increment(Metric.ANSWERS, "interrupted", NO_PROBLEM);
  }

  /**
   * Begins to measure an answer.
   *
   * @param model the id of its model
   * @param arrival when the question arrived, in {@link System#nanoTime()}
   */
  public Meter meter(String model, long arrival) {
    return new Meter(catalog.knownName(model), arrival);
  }

  /** Measures one answer. Its methods are called in their order, by any threads. */
  public final class Meter {
    private final String model;
    private final long arrival;
    private volatile long firstText;

    private Meter(String model, long arrival) {
      this.model = model;
      this.arrival = arrival;
    }

    /** Measures the time until the provider is called, which is now. */
    public void calling() {
      metrics.observe(Metric.PREPARATION, secondsSince(arrival));
    }

    /** Measures the time until the first text, which has just arrived. */
    public void firstText() {
      firstText = System.nanoTime() | 1;
      metrics.observe(Metric.FIRST_TOKEN, secondsSince(arrival), model);
    }

    /** Counts the answer by its final state and measures its rate of tokens. */
    public void ended(Message answer) {
      MessageProblem problem = answer.problem();
      metrics.increment(
          Metric.ANSWERS,
          answer.status().wireName(),
          problem == null ? NO_PROBLEM : problem.code().code());
      TokenUsage usage = answer.usage();
      if (usage != null && usage.completionTokens() > 0 && firstText != 0) {
        metrics.observe(
            Metric.TOKEN_RATE, usage.completionTokens() / secondsSince(firstText), model);
      }
    }

    /** Returns a positive number. */
    private static double secondsSince(long nanos) {
      return Math.max(System.nanoTime() - nanos, 1) / NANOS;
    }
  }
}
