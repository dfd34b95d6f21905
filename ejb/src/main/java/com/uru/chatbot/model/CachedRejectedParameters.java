package com.uru.chatbot.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Rejected parameters with a cache: what is known of a model is read again after a minute, by one
 * thread, while the others go on with what is known. While the database is away, this node knows
 * what it has seen itself and has read before.
 */
@ApplicationScoped
public class CachedRejectedParameters implements RejectedParameters {
  private static final System.Logger LOGGER =
      System.getLogger(CachedRejectedParameters.class.getName());
  private static final Duration REREAD_AFTER = Duration.ofMinutes(1);
  private static final int MAX_MODELS = 2_000;

  private final Map<Key, Known> cache = new ConcurrentHashMap<>();
  private RejectedParametersRepository repository;
  private Clock clock;

  @Inject
  public CachedRejectedParameters(RejectedParametersRepository repository, Clock clock) {
    this.repository = repository;
    this.clock = clock;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected CachedRejectedParameters() {}

  private record Key(String upstream, String model) {}

  /**
   * What is known of a model.
   *
   * @param unsaved what the repository did not take yet
   */
  private record Known(Set<String> parameters, Set<String> unsaved, Instant readAt) {
    static final Known NOTHING = new Known(Set.of(), Set.of(), Instant.MIN);

    Known with(String parameter) {
      return new Known(union(parameters, Set.of(parameter)), unsaved, readAt);
    }

    Known withUnsaved(String parameter) {
      return new Known(parameters, union(unsaved, Set.of(parameter)), readAt);
    }
  }

  @Override
  public Set<String> of(String upstream, String model) {
    Key key = new Key(upstream, model);
    Known known = cache.get(key);
    if (known == null) {
      makeRoom();
      known = Known.NOTHING;
    } else if (isFresh(known)) {
      return known.parameters();
    }
    Known claimed = new Known(known.parameters(), known.unsaved(), clock.instant());
    boolean first =
        known.equals(Known.NOTHING)
            ? cache.putIfAbsent(key, claimed) == null
            : cache.replace(key, known, claimed);
    return first ? read(key, claimed) : known.parameters();
  }

  @Override
  public void add(String upstream, String model, String parameter) {
    Key key = new Key(upstream, model);
    makeRoom();
    cache.merge(key, Known.NOTHING.with(parameter), (known, added) -> known.with(parameter));
    if (!save(key, parameter)) {
      cache.computeIfPresent(key, (same, known) -> known.withUnsaved(parameter));
    }
  }

  private boolean isFresh(Known known) {
    return !known.readAt().equals(Instant.MIN)
        && Duration.between(known.readAt(), clock.instant()).abs().compareTo(REREAD_AFTER) < 0;
  }

  private Set<String> read(Key key, Known before) {
    Set<String> saved = new HashSet<>(before.unsaved());
    saved.removeIf(parameter -> !save(key, parameter));
    try {
      Set<String> found = repository.find(key.upstream(), key.model());
      Known known =
          cache.compute(
              key,
              (same, now) -> {
                Known current = now == null ? before : now;
                Set<String> unsaved = without(current.unsaved(), saved);
                Set<String> added = without(current.parameters(), before.parameters());
                return new Known(union(found, union(unsaved, added)), unsaved, before.readAt());
              });
      return known.parameters();
    } catch (RuntimeException e) {
      report(e);
      return before.parameters();
    }
  }

  private boolean save(Key key, String parameter) {
    try {
      repository.add(key.upstream(), key.model(), parameter);
      return true;
    } catch (RuntimeException e) {
      report(e);
      return false;
    }
  }

  private static void report(RuntimeException failure) {
    LOGGER.log(
        Level.INFO,
        "Rejected parameters are kept in memory only: {0}",
        failure.getClass().getSimpleName());
  }

  private void makeRoom() {
    if (cache.size() >= MAX_MODELS) {
      cache.clear();
    }
  }

  private static Set<String> without(Set<String> some, Set<String> others) {
    Set<String> rest = new HashSet<>(some);
    rest.removeAll(others);
    return rest;
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    Set<String> union = new HashSet<>(some);
    union.addAll(others);
    return Set.copyOf(union);
  }
}
