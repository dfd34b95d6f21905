package com.uru.chatbot.openai.upstream;

import com.uru.chatbot.providerkey.AllowedHosts;
import com.uru.chatbot.providerkey.KeyRouting;
import com.uru.chatbot.providerkey.ProviderKey;
import com.uru.chatbot.providerkey.StandInUpstream;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.shared.TtlCache;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The API hosts of the keys, and the requests to them. OpenAI serves a key that belongs to a region
 * only on the host of that region and names it when another host is asked. Such a host is kept in
 * memory for twelve hours, under a hash of the key.
 */
@ApplicationScoped
public class UpstreamHosts {
  private static final Duration LEARNED_FOR = Duration.ofHours(12);
  private static final Duration KEPT_AT_LEAST = Duration.ofMinutes(1);
  private static final int MAX_LEARNED = 10_000;
  private static final int SALT_BYTES = 32;

  private final TtlCache<String, LearnedHost> learned = new TtlCache<>(LEARNED_FOR, MAX_LEARNED);
  private final byte[] salt = new byte[SALT_BYTES];
  private OpenAiSettings settings;
  private AllowedHosts allowed;
  private UpstreamAuth auth;
  private OutboundProxy proxy;
  private UpstreamHeaders headers;
  private StandInUpstream standIn;
  private Clock clock;

  /**
   * Reads the settings.
   *
   * @param auth {@code bearer} or {@code api-key}
   * @throws IllegalArgumentException if it is neither
   */
  @Inject
  public UpstreamHosts(
      OpenAiSettings settings,
      AllowedHosts allowed,
      @ConfigProperty(name = "uru.openai.auth") String auth,
      OutboundProxy proxy,
      UpstreamHeaders headers,
      StandInUpstream standIn,
      Clock clock) {
    this.settings = settings;
    this.allowed = allowed;
    this.auth = UpstreamAuth.of(auth);
    this.proxy = proxy;
    this.headers = headers;
    this.standIn = standIn;
    this.clock = clock;
    new SecureRandom().nextBytes(salt);
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected UpstreamHosts() {}

  /** Creates the bean at start-up, so that bad settings stop the start. */
  void initEagerly(@Observes @Initialized(ApplicationScoped.class) Object start) {}

  /**
   * Returns a request of this key without a method, authorised, to a path below the base URL.
   *
   * @param path begins with a slash
   */
  public HttpRequest.Builder request(ProviderKey key, String path) {
    URI uri = uri(key, path);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    headers.addTo(request);
    KeyRouting routing = key.routing();
    try {
      request.header(auth.header(), auth.value(key));
      addHeader(request, "OpenAI-Organization", routing.organization());
      addHeader(request, "OpenAI-Project", routing.project());
      // The HTTP client sends this one to the proxy only.
      addHeader(request, "Proxy-Authorization", proxy.authorization(uri).orElse(null));
    } catch (IllegalArgumentException e) {
      // The message of this exception quotes the key: it must not go on as a cause.
      throw new DomainException(ProblemCode.PROVIDER_KEY_INVALID);
    }
    return request;
  }

  private static void addHeader(HttpRequest.Builder request, String name, @Nullable String value) {
    if (value != null) {
      request.header(name, value);
    }
  }

  /** Returns the address of a path below the base URL, on the host of this key. */
  URI uri(ProviderKey key, String path) {
    return standIn
        .baseUrlFor(key)
        .map(baseUrl -> URI.create(baseUrl + path))
        .orElseGet(() -> providerUri(key, path));
  }

  private URI providerUri(ProviderKey key, String path) {
    return hostFor(key).map(host -> settings.uri(host, path)).orElseGet(() -> settings.uri(path));
  }

  /** Returns a hash that tells keys apart and is different in every process. */
  public String fingerprint(ProviderKey key) {
    return key.fingerprint(salt);
  }

  /** Returns the host of this key, or empty if it is the one of the base URL. */
  public Optional<String> hostFor(ProviderKey key) {
    return learned
        .get(fingerprint(key), clock.instant())
        .map(LearnedHost::name)
        .or(() -> Optional.ofNullable(key.routing().host()))
        .filter(host -> !host.equals(settings.host()))
        .filter(allowed::contains);
  }

  /** Returns the host to which requests with this key go. */
  public String upstream(ProviderKey key) {
    return standIn
        .baseUrlFor(key)
        .map(URI::getRawAuthority)
        .or(() -> hostFor(key))
        .orElse(settings.host());
  }

  /**
   * Keeps the host that the provider has named for this key, if keys may be sent there. For a
   * minute it is not replaced by another one, so that two hosts that name each other cause no
   * endless loop.
   *
   * @param asked the address of the request that the provider answered so
   * @param named null if it has named none
   * @return whether the request is to be repeated, on another host
   */
  public boolean learn(ProviderKey key, URI asked, @Nullable String named) {
    if (named == null) {
      return false;
    }
    String host = named.toLowerCase(Locale.ROOT);
    if (!allowed.contains(host) || host.equals(asked.getRawAuthority())) {
      return false;
    }
    if (host.equals(hostFor(key).orElse(settings.host()))) {
      // Another request has learned it since this one was sent.
      return true;
    }
    String fingerprint = fingerprint(key);
    Instant now = clock.instant();
    if (learned.get(fingerprint, now).filter(kept -> kept.isFresh(now)).isPresent()) {
      return false;
    }
    learned.put(fingerprint, new LearnedHost(host, now), now);
    return true;
  }

  private record LearnedHost(String name, Instant at) {
    boolean isFresh(Instant now) {
      return now.isBefore(at.plus(KEPT_AT_LEAST));
    }
  }
}
