package com.uru.chatbot.conversation;

import com.uru.chatbot.conversation.RetentionRepository.Retention;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Which conversations were inactive for longer than their tenant keeps them. */
@ApplicationScoped
public class ConversationRetention {
  private RetentionRepository retention;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected ConversationRetention() {}

  @Inject
  public ConversationRetention(RetentionRepository retention, Clock clock) {
    this.retention = retention;
    this.clock = clock;
  }

  /** Returns the tenants that have set a time. */
  @Transactional
  public List<Retention> retentions() {
    return retention.retentions();
  }

  /** Returns a user who has an inactive conversation. */
  @Transactional
  public Optional<UUID> nextOwner(UUID tenantId, Instant since) {
    return retention.inactiveOwner(tenantId, since);
  }

  /** Returns how many conversations a tenant would lose now if it kept them for so many days. */
  @Transactional
  public long count(UUID tenantId, int days) {
    return retention.countInactive(tenantId, since(days));
  }

  /** Returns the time before which the last activity of an inactive conversation was. */
  public Instant since(int days) {
    return clock.instant().minus(Duration.ofDays(days));
  }
}
