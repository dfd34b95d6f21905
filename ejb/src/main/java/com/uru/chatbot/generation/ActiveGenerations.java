package com.uru.chatbot.generation;

import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.TenantRowId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The generations that run on this node. */
@ApplicationScoped
public class ActiveGenerations {
  private final ConcurrentMap<TenantRowId, ActiveGeneration> running = new ConcurrentHashMap<>();
  private final UUID node = UUID.randomUUID();

  /** Who this node is in the leases; a restarted node is another one. */
  public UUID node() {
    return node;
  }

  void add(ActiveGeneration generation) {
    running.put(key(generation), generation);
  }

  void remove(ActiveGeneration generation) {
    running.remove(key(generation), generation);
  }

  /** A running generation of this caller; nobody else's can be found. */
  Optional<ActiveGeneration> find(Caller caller, UUID id) {
    return Optional.ofNullable(running.get(new TenantRowId(caller.tenantId(), id)))
        .filter(found -> found.caller().userId().equals(caller.userId()));
  }

  boolean contains(UUID tenantId, UUID id) {
    return running.containsKey(new TenantRowId(tenantId, id));
  }

  Collection<ActiveGeneration> all() {
    return running.values();
  }

  private static TenantRowId key(ActiveGeneration generation) {
    return new TenantRowId(generation.caller().tenantId(), generation.generation().id());
  }
}
