package com.uru.chatbot.metrics;

import com.uru.chatbot.shared.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;
import org.jspecify.annotations.Nullable;

/** Metrics in the registry of the server, which {@code /metrics} shows. */
@ApplicationScoped
public class RegistryMetrics implements Metrics {
  private static final String NONE = "none";
  private static final String OTHER = "other";
  private static final String UNKNOWN = "unknown";

  private final Map<Series, Histogram> histograms = new ConcurrentHashMap<>();
  private MetricRegistry registry;
  private volatile boolean paused;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected RegistryMetrics() {}

  @Inject
  public RegistryMetrics(MetricRegistry registry) {
    this.registry = registry;
  }

  private record Series(Metric metric, List<String> labelValues) {}

  /**
   * Shows what can be shown before anything has happened: an alert on an increase needs a zero to
   * begin with.
   */
  void showAtStart(@Observes @Initialized(ApplicationScoped.class) Object start) {
    registry.gauge(
        metadata("uru_build_info", "The version of Uru and of Java; always 1."),
        () -> 1,
        new Tag("version", orUnknown(getClass().getPackage().getImplementationVersion())),
        new Tag("java", Runtime.version().toString()));
    counter(Metric.ANSWERS, "completed", NONE);
    counter(Metric.ANSWERS, "interrupted", NONE);
    counter(Metric.ANSWERS, "failed", ProblemCode.INTERNAL_ERROR.code());
    counter(Metric.ANSWERS, "refused", ProblemCode.INTERNAL_ERROR.code());
    counter(Metric.ANSWERS, "refused", ProblemCode.SERVICE_UNAVAILABLE.code());
    counter(Metric.SIGN_INS, "success");
    counter(Metric.SIGN_INS, ProblemCode.BAD_CREDENTIALS.code());
    counter(Metric.SIGN_INS, ProblemCode.TOO_MANY_ATTEMPTS.code());
    for (ProblemCode limit :
        List.of(
            ProblemCode.RATE_LIMITED,
            ProblemCode.TOO_MANY_ATTEMPTS,
            ProblemCode.TOO_MANY_STREAMS,
            ProblemCode.QUOTA_EXCEEDED,
            ProblemCode.SERVICE_UNAVAILABLE,
            ProblemCode.INTERNAL_ERROR)) {
      counter(Metric.PROBLEMS, limit.code());
    }
    counter(Metric.UPSTREAM_ERRORS, ProblemCode.PROVIDER_UNAVAILABLE.code());
    counter(Metric.UPSTREAM_ERRORS, ProblemCode.PROVIDER_TIMEOUT.code());
    histogram(Metric.FIRST_TOKEN, OTHER);
    histogram(Metric.TOKEN_RATE, OTHER);
    histogram(Metric.PREPARATION);
    histogram(Metric.JOURNAL_DELAY);
  }

  private static String orUnknown(@Nullable String version) {
    return version == null ? UNKNOWN : version;
  }

  /** Takes nothing until {@link #resume}: what a node asks itself is no use by anybody. */
  public void pause() {
    paused = true;
  }

  /** Takes what comes from now on. */
  public void resume() {
    paused = false;
  }

  @Override
  public void increment(Metric counter, String... labelValues) {
    if (paused) {
      return;
    }
    counter(counter, labelValues).inc();
  }

  @Override
  public void observe(Metric histogram, double value, String... labelValues) {
    if (paused) {
      return;
    }
    histogram(histogram, labelValues).add(value);
  }

  private Counter counter(Metric metric, String... labelValues) {
    return registry.counter(
        metadata(metric.metricName(), metric.description()), tags(metric, labelValues));
  }

  private Histogram histogram(Metric metric, String... labelValues) {
    return histograms.computeIfAbsent(
        new Series(metric, List.of(labelValues)), series -> register(metric, labelValues));
  }

  private Histogram register(Metric metric, String... labelValues) {
    double[] bounds = metric.bounds();
    Histogram histogram = new Histogram(bounds);
    String name = metric.metricName();
    Tag[] tags = tags(metric, labelValues);
    Metadata bucket = metadata(name + "_bucket", metric.description());
    for (int i = 0; i < histogram.size(); i++) {
      int index = i;
      Tag[] withBound = Arrays.copyOf(tags, tags.length + 1);
      withBound[tags.length] =
          new Tag("le", i == bounds.length ? "+Inf" : Double.toString(bounds[i]));
      registry.gauge(bucket, () -> histogram.count(index), withBound);
    }
    registry.gauge(
        metadata(name + "_count", metric.description()),
        () -> histogram.count(bounds.length),
        tags);
    registry.gauge(metadata(name + "_sum", metric.description()), histogram::sum, tags);
    return histogram;
  }

  private static Metadata metadata(String name, String description) {
    return Metadata.builder()
        .withName(name)
        .withDescription(description)
        .withUnit(MetricUnits.NONE)
        .build();
  }

  private static Tag[] tags(Metric metric, String... values) {
    List<String> names = metric.labels();
    if (names.size() != values.length) {
      throw new IllegalArgumentException(metric + " has the labels " + names);
    }
    Tag[] tags = new Tag[values.length];
    Arrays.setAll(tags, i -> new Tag(names.get(i), values[i]));
    return tags;
  }
}
