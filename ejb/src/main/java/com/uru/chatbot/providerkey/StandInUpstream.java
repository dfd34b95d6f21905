package com.uru.chatbot.providerkey;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the calls with one key go instead of to the provider: the key of the warm-up, which this
 * process has made itself. Every other key is unaffected.
 */
@ApplicationScoped
public class StandInUpstream {
  private volatile @Nullable Assignment current;

  /**
   * Sends the calls with a key to another base URL from now on.
   *
   * @param key nobody else can know it
   * @param baseUrl without a trailing slash
   */
  public void use(String key, URI baseUrl) {
    current = new Assignment(key, baseUrl);
  }

  /** Treats all keys alike again. */
  public void end() {
    current = null;
  }

  /** Returns the base URL for this key, or empty if it is a key of the provider. */
  public Optional<URI> baseUrlFor(ProviderKey key) {
    Assignment assignment = current;
    return assignment != null && key.startsWith(assignment.key())
        ? Optional.of(assignment.baseUrl())
        : Optional.empty();
  }

  private record Assignment(String key, URI baseUrl) {
    @Override
    public String toString() {
      return "Assignment[hidden]";
    }
  }
}
