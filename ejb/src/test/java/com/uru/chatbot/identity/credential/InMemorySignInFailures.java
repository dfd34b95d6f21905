package com.uru.chatbot.identity.credential;

import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

public final class InMemorySignInFailures implements SignInFailureRepository {
  private final Map<String, Failures> counted = new HashMap<>();

  private record Failures(int count, Instant lastFailedAt, @Nullable Instant blockedUntil) {}

  @Override
  public OptionalInt count(UUID tenantId, byte[] subject, Instant now, Instant forgottenBefore) {
    String key = key(tenantId, subject);
    Failures old = counted.get(key);
    if (old != null && old.blockedUntil() != null && old.blockedUntil().isAfter(now)) {
      return OptionalInt.empty();
    }
    int remembered = old == null || old.lastFailedAt().isBefore(forgottenBefore) ? 0 : old.count();
    Failures next = new Failures(remembered + 1, now, null);
    counted.put(key, next);
    return OptionalInt.of(next.count());
  }

  @Override
  public void block(UUID tenantId, byte[] subject, Instant until) {
    counted.computeIfPresent(
        key(tenantId, subject), (key, old) -> new Failures(old.count(), old.lastFailedAt(), until));
  }

  @Override
  public Optional<Instant> blockedUntil(UUID tenantId, byte[] subject) {
    return Optional.ofNullable(counted.get(key(tenantId, subject))).map(Failures::blockedUntil);
  }

  @Override
  public void clear(UUID tenantId, byte[] subject) {
    counted.remove(key(tenantId, subject));
  }

  @Override
  public void takeBack(UUID tenantId, byte[] subject) {
    counted.computeIfPresent(
        key(tenantId, subject),
        (key, old) ->
            old.count() == 1 ? null : new Failures(old.count() - 1, old.lastFailedAt(), null));
  }

  @Override
  public void forget(UUID tenantId, Instant before) {
    counted.values().removeIf(failures -> failures.lastFailedAt().isBefore(before));
  }

  public int size() {
    return counted.size();
  }

  private static String key(UUID tenantId, byte[] subject) {
    return tenantId + HexFormat.of().formatHex(subject);
  }
}
