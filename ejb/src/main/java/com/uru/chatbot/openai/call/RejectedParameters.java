package com.uru.chatbot.openai.call;

import com.uru.chatbot.openai.call.RequestParameter.Scope;
import com.uru.chatbot.shared.TtlCache;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * The parameters that the models of the configured upstream have rejected: for good if everybody is
 * concerned, for a quarter of an hour if it is the organisation of a key, which may be verified
 * meanwhile.
 */
public final class RejectedParameters {
  private static final Duration ORGANIZATION_TTL = Duration.ofMinutes(15);
  private static final int MAX_ORGANIZATIONS = 10_000;

  private final TtlCache<Asker, Set<RequestParameter>> byOrganization =
      new TtlCache<>(ORGANIZATION_TTL, MAX_ORGANIZATIONS);
  private final com.uru.chatbot.model.RejectedParameters store;
  private final String upstream;
  private final Clock clock;

  private record Asker(String keyFingerprint, String model) {}

  /**
   * Makes a view of what is stored.
   *
   * @param store what the models of all upstreams have rejected
   * @param upstream the base URL
   */
  public RejectedParameters(
      com.uru.chatbot.model.RejectedParameters store, String upstream, Clock clock) {
    this.store = store;
    this.upstream = upstream;
    this.clock = clock;
  }

  /** Returns a copy of the parameters that a model has rejected when this key asked. */
  Set<RequestParameter> of(String keyFingerprint, String model) {
    Set<String> names = store.of(upstream, model);
    Set<RequestParameter> rejected = EnumSet.noneOf(RequestParameter.class);
    for (RequestParameter parameter : RequestParameter.values()) {
      if (names.contains(name(parameter))) {
        rejected.add(parameter);
      }
    }
    rejected.addAll(ofOrganization(new Asker(keyFingerprint, model), clock.instant()));
    return rejected;
  }

  /** Keeps what holds for more than one request. */
  void add(String keyFingerprint, String model, RequestParameter parameter) {
    if (parameter.scope() == Scope.MODEL) {
      store.add(upstream, model, name(parameter));
    } else if (parameter.scope() == Scope.ORGANIZATION) {
      Asker asker = new Asker(keyFingerprint, model);
      Instant now = clock.instant();
      Set<RequestParameter> all = EnumSet.of(parameter);
      all.addAll(ofOrganization(asker, now));
      byOrganization.put(asker, Set.copyOf(all), now);
    }
  }

  private Set<RequestParameter> ofOrganization(Asker asker, Instant now) {
    return byOrganization.get(asker, now).orElse(Set.of());
  }

  private static String name(RequestParameter parameter) {
    return parameter.name().toLowerCase(Locale.ROOT);
  }
}
