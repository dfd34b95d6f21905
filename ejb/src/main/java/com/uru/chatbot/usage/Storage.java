package com.uru.chatbot.usage;

import com.uru.chatbot.settings.CurrentSettings;
import com.uru.chatbot.settings.StorageLimits;
import com.uru.chatbot.settings.TenantSettings;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.TtlCache;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.usage.Quota.Measure;
import com.uru.chatbot.usage.Quota.Owner;
import com.uru.chatbot.usage.StorageLedger.Stored;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What people may store, and have stored. Without limits, nothing is read. Answers are stored
 * whatever the limits are; the next question is refused.
 */
@ApplicationScoped
public class Storage {
  private static final int MOST_REMEMBERED = 10_000;
  private static final long MEGABYTE = 1_000_000;

  /** Adding up a large tenant takes too long for every question. */
  private final TtlCache<UUID, Stored> tenants =
      new TtlCache<>(Duration.ofSeconds(3), MOST_REMEMBERED);

  private CurrentSettings settings;
  private StorageLedger ledger;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected Storage() {}

  @Inject
  public Storage(CurrentSettings settings, StorageLedger ledger, Clock clock) {
    this.settings = settings;
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * Lets a caller pass who has room for a conversation.
   *
   * @throws DomainException {@code QUOTA_EXCEEDED} with the figures
   */
  public void requireForConversation(Caller caller) {
    require(caller, 1, "");
  }

  /**
   * Lets a caller pass who has room for a question and for some of its answer.
   *
   * @param isNew whether it begins a conversation
   * @param text of the question, null to have an old one answered again
   * @throws DomainException {@code QUOTA_EXCEEDED} with the figures
   */
  public void requireForQuestion(Caller caller, boolean isNew, @Nullable String text) {
    require(caller, isNew ? 1 : 0, text == null ? "" : text);
  }

  private void require(Caller caller, int conversations, String text) {
    List<Quota> quotas = of(caller);
    if (!quotas.isEmpty()) {
      long bytes = Math.max(1, text.getBytes(StandardCharsets.UTF_8).length);
      new StorageRoom(quotas)
          .take(conversations, bytes)
          .ifPresent(
              quota -> {
                throw quota.refusal(clock.instant());
              });
    }
  }

  /** Returns the room that the caller has, of which parts can be taken. */
  public StorageRoom room(Caller caller) {
    return new StorageRoom(of(caller));
  }

  /** Returns the limits that hold for the caller. */
  List<Quota> of(Caller caller) {
    TenantSettings tenant = settings.of(caller.tenantId());
    List<Quota> quotas = new ArrayList<>();
    if (!tenant.userStorage().equals(StorageLimits.NONE)) {
      quotas.addAll(
          quotas(
              Owner.USER, tenant.userStorage(), ledger.stored(caller.tenantId(), caller.userId())));
    }
    quotas.addAll(ofTenant(caller.tenantId()));
    return quotas;
  }

  /** Returns the limits of all people of a tenant together. */
  List<Quota> ofTenant(UUID tenantId) {
    StorageLimits limits = settings.of(tenantId).tenantStorage();
    return limits.equals(StorageLimits.NONE)
        ? List.of()
        : quotas(Owner.TENANT, limits, stored(tenantId));
  }

  private Stored stored(UUID tenantId) {
    Instant now = clock.instant();
    return tenants
        .get(tenantId, now)
        .orElseGet(
            () -> {
              Stored stored = ledger.stored(tenantId, null);
              tenants.put(tenantId, stored, now);
              return stored;
            });
  }

  private static List<Quota> quotas(Owner owner, StorageLimits limits, Stored stored) {
    List<Quota> quotas = new ArrayList<>();
    if (limits.megabytes() != null) {
      quotas.add(quota(owner, Measure.BYTES, limits.megabytes() * MEGABYTE, stored.bytes()));
    }
    if (limits.conversations() != null) {
      quotas.add(
          quota(owner, Measure.CONVERSATIONS, limits.conversations(), stored.conversations()));
    }
    return quotas;
  }

  private static Quota quota(Owner owner, Measure measure, long limit, long used) {
    return new Quota(
        owner, measure, null, BigDecimal.valueOf(limit), BigDecimal.valueOf(used), null);
  }
}
