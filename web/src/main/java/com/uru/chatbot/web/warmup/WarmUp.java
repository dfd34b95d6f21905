package com.uru.chatbot.web.warmup;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.jwk.ECKey;
import com.uru.chatbot.identity.WarmUpAccounts;
import com.uru.chatbot.identity.user.User;
import com.uru.chatbot.metrics.RegistryMetrics;
import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.providerkey.StandInUpstream;
import com.uru.chatbot.providerkey.TransportKeys;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.Readiness;

/**
 * Asks this server a few questions before it is ready, because a JVM that has answered nobody takes
 * several times as long for its first answer. They go the whole way, from the HTTP port through the
 * database to an upstream and back, but the upstream is a {@link StandInServer} in this process,
 * and the person who asks is erased afterwards with everything they have. A warm-up that fails
 * delays nobody: the server is ready then as well.
 */
@ApplicationScoped
public class WarmUp {
  private static final Logger LOGGER = System.getLogger(WarmUp.class.getName());

  /** For so long the application may take until it answers, after its deployment. */
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  /** After that no other question is asked. */
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private static final int QUESTIONS = 4;
  private static final long POLL_MILLIS = 50;

  @Resource
  @SuppressWarnings("NullAway.Init")
  private ManagedExecutorService executor;

  private boolean wanted;
  private int port;
  private WarmUpAccounts accounts;
  private StandInUpstream upstream;
  private TransportKeys transportKeys;
  private ModelCatalog catalog;
  private RegistryMetrics metrics;
  private Clock clock;
  private WarmUpReadiness readiness;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected WarmUp() {}

  /**
   * Creates the warm-up.
   *
   * @param port where the server listens
   */
  @Inject
  public WarmUp(
      @ConfigProperty(name = "uru.warm-up") boolean wanted,
      @ConfigProperty(name = "uru.port") int port,
      WarmUpAccounts accounts,
      StandInUpstream upstream,
      TransportKeys transportKeys,
      ModelCatalog catalog,
      RegistryMetrics metrics,
      @Readiness WarmUpReadiness readiness,
      Clock clock) {
    this.wanted = wanted;
    this.port = port;
    this.accounts = accounts;
    this.upstream = upstream;
    this.transportKeys = transportKeys;
    this.catalog = catalog;
    this.metrics = metrics;
    this.readiness = readiness;
    this.clock = clock;
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object started) {
    if (wanted) {
      executor.execute(this::run);
    } else {
      readiness.end();
    }
  }

  private void run() {
    metrics.pause();
    try {
      warmUp();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | JOSEException | RuntimeException e) {
      LOGGER.log(
          Level.INFO,
          "The warm-up has ended early, the first answers may take longer: {0}",
          e.toString());
    } finally {
      upstream.end();
      metrics.resume();
      readiness.end();
    }
  }

  private void warmUp() throws IOException, InterruptedException, JOSEException {
    Visitor visitor = new Visitor(URI.create("http://127.0.0.1:" + port));
    Instant latest = clock.instant().plus(START_LIMIT);
    while (!visitor.isThere()) {
      if (clock.instant().isAfter(latest)) {
        throw new IOException("nobody answers at port " + port);
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    String password = UUID.randomUUID().toString();
    User person = accounts.add(password);
    try (StandInServer provider = StandInServer.start(executor)) {
      String key = "sk-" + UUID.randomUUID() + UUID.randomUUID();
      upstream.use(key, provider.baseUrl());
      visitor.signIn(person.email(), password);
      Instant end = clock.instant().plus(LIMIT);
      AtomicInteger asked = new AtomicInteger();
      visitor.ask(
          () -> asked.getAndIncrement() < QUESTIONS && clock.instant().isBefore(end),
          catalog.defaultModel().id(),
          () -> sealed(key, person));
    } finally {
      accounts.erase(person);
      accounts.forgetCounts();
    }
  }

  private String sealed(String key, User person) {
    try {
      ECKey transportKey = transportKeys.publicKeys().getKeys().get(0).toECKey();
      JWEObject sealed =
          new JWEObject(
              new JWEHeader.Builder(JWEAlgorithm.ECDH_ES, EncryptionMethod.A256GCM)
                  .keyID(transportKey.getKeyID())
                  .build(),
              new Payload(
                  Map.of(
                      "key",
                      key,
                      "sub",
                      person.id().toString(),
                      "exp",
                      clock.instant().plusSeconds(50).getEpochSecond())));
      sealed.encrypt(new ECDHEncrypter(transportKey));
      return sealed.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("The key of the warm-up cannot be sealed", e);
    }
  }
}
