package com.uru.chatbot.generation.store;

import com.uru.chatbot.metrics.Metric;
import com.uru.chatbot.metrics.Metrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.annotation.Gauge;

/**
 * How long text is in memory only: since the first change that the journal has not written. Flushes
 * come one after another; changes come at any time. Times are those of {@link System#nanoTime()}, 0
 * is none.
 */
@ApplicationScoped
public class JournalLag {
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private Metrics metrics;

  /** The first change since the last flush began. */
  private volatile long changedAt;

  /** The first change that the flush writes that runs or has failed. */
  private volatile long unwrittenSince;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected JournalLag() {}

  @Inject
  public JournalLag(Metrics metrics) {
    this.metrics = metrics;
  }

  /** Created at the start, so that its gauge is there before the first answer. */
  void initEagerly(@Observes @Initialized(ApplicationScoped.class) Object start) {}

  /** Notes the first change after the begin of a flush. */
  void changed() {
    changedAt = System.nanoTime() | 1;
  }

  /** Notes that a flush begins, which writes all changes so far. */
  void flushing() {
    if (unwrittenSince == 0) {
      unwrittenSince = changedAt;
    }
    changedAt = 0;
  }

  /** Notes that the flush has succeeded. */
  void written() {
    if (unwrittenSince != 0) {
      metrics.observe(Metric.JOURNAL_DELAY, secondsSince(unwrittenSince));
    }
    unwrittenSince = 0;
  }

  /** Returns the age of the oldest change that is not written, in seconds. */
  @Gauge(
      name = "uru_journal_lag_seconds",
      absolute = true,
      unit = MetricUnits.NONE,
      description = "Age of the oldest text of this node that the journal has not written.")
  public double seconds() {
    long unwritten = unwrittenSince;
    long oldest = unwritten == 0 ? changedAt : unwritten;
    return oldest == 0 ? 0 : secondsSince(oldest);
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / NANOS;
  }
}
