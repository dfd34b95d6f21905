package com.uru.chatbot.identity.account;

import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Links in a map. */
public final class InMemoryPasswordLinks implements PasswordLinkRepository {
  private record Stored(String hash, Instant expiresAt) {}

  private final Map<UUID, Stored> links = new HashMap<>();

  @Override
  public void put(UUID tenantId, UUID userId, byte[] tokenHash, Instant now, Instant expiresAt) {
    links.put(userId, new Stored(HexFormat.of().formatHex(tokenHash), expiresAt));
  }

  @Override
  public Optional<UUID> find(UUID tenantId, byte[] tokenHash, Instant now) {
    return links.entrySet().stream()
        .filter(link -> link.getValue().hash().equals(HexFormat.of().formatHex(tokenHash)))
        .filter(link -> link.getValue().expiresAt().isAfter(now))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  @Override
  public void remove(UUID tenantId, UUID userId) {
    links.remove(userId);
  }

  @Override
  public boolean use(UUID tenantId, byte[] tokenHash, Instant now) {
    Optional<UUID> user = find(tenantId, tokenHash, now);
    user.ifPresent(links::remove);
    return user.isPresent();
  }
}
