package com.uru.chatbot.usage;

import com.uru.chatbot.settings.BudgetLimits;
import com.uru.chatbot.settings.CurrentSettings;
import com.uru.chatbot.settings.TenantSettings;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.TtlCache;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.TenantRowId;
import com.uru.chatbot.usage.Quota.Measure;
import com.uru.chatbot.usage.Quota.Owner;
import com.uru.chatbot.usage.Quota.Period;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What people may use in a day and in a month, and what they have used of it. A question is refused
 * if a budget is used up; answers that are being written are finished, so that a budget can be
 * passed by what was running. Without budgets, nothing is read from the database but the person's
 * own, once a minute.
 */
@ApplicationScoped
public class Budgets {
  private static final int MOST_REMEMBERED = 10_000;

  private final TtlCache<TenantRowId, BudgetLimits> own =
      new TtlCache<>(Duration.ofMinutes(1), MOST_REMEMBERED);

  /** Adding up a month of a large tenant takes too long for every question. */
  private final TtlCache<UUID, Spent> tenants =
      new TtlCache<>(Duration.ofSeconds(3), MOST_REMEMBERED);

  private CurrentSettings settings;
  private BudgetRepository budgets;
  private UsageLedger ledger;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected Budgets() {}

  @Inject
  public Budgets(
      CurrentSettings settings, BudgetRepository budgets, UsageLedger ledger, Clock clock) {
    this.settings = settings;
    this.budgets = budgets;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** A person has changed the own budget, in a transaction that may still fail. */
  record OwnBudgetChanged(UUID tenantId, UUID userId) {}

  /**
   * Lets a caller pass who has something left of every budget.
   *
   * @throws DomainException {@code QUOTA_EXCEEDED} with the figures
   */
  public void require(Caller caller) {
    for (Quota quota : of(caller)) {
      if (quota.state() == Quota.State.REACHED) {
        throw quota.refusal(clock.instant());
      }
    }
  }

  /** Returns the budgets that hold for the caller, the caller's own first. */
  List<Quota> of(Caller caller) {
    TenantSettings tenant = settings.of(caller.tenantId());
    BudgetLimits allowedSelf = own(caller);
    List<Quota> quotas = new ArrayList<>();
    if (!allowedSelf.equals(BudgetLimits.NONE) || !tenant.userBudget().equals(BudgetLimits.NONE)) {
      Spent spent = ledger.spent(caller.tenantId(), caller.userId(), today());
      quotas.addAll(quotas(Owner.OWN, allowedSelf, spent));
      quotas.addAll(quotas(Owner.USER, tenant.userBudget(), spent));
    }
    quotas.addAll(ofTenant(caller.tenantId()));
    return quotas;
  }

  /** Returns the budgets of all people of a tenant together. */
  List<Quota> ofTenant(UUID tenantId) {
    BudgetLimits limits = settings.of(tenantId).tenantBudget();
    return limits.equals(BudgetLimits.NONE)
        ? List.of()
        : quotas(Owner.TENANT, limits, spent(tenantId));
  }

  private BudgetLimits own(Caller caller) {
    TenantRowId key = new TenantRowId(caller.tenantId(), caller.userId());
    Instant now = clock.instant();
    return own.get(key, now)
        .orElseGet(
            () -> {
              BudgetLimits limits = budgets.find(caller);
              own.put(key, limits, now);
              return limits;
            });
  }

  private Spent spent(UUID tenantId) {
    Instant now = clock.instant();
    return tenants
        .get(tenantId, now)
        .orElseGet(
            () -> {
              Spent spent = ledger.spent(tenantId, null, today());
              tenants.put(tenantId, spent, now);
              return spent;
            });
  }

  private List<Quota> quotas(Owner owner, BudgetLimits limits, Spent spent) {
    List<Quota> quotas = new ArrayList<>();
    addTokens(quotas, owner, Period.DAY, limits.tokensPerDay(), spent);
    addTokens(quotas, owner, Period.MONTH, limits.tokensPerMonth(), spent);
    addCost(quotas, owner, Period.DAY, limits.costPerDay(), spent);
    addCost(quotas, owner, Period.MONTH, limits.costPerMonth(), spent);
    return quotas;
  }

  private void addTokens(
      List<Quota> quotas, Owner owner, Period period, @Nullable Long limit, Spent spent) {
    if (limit != null) {
      BigDecimal tokens = BigDecimal.valueOf(limit);
      quotas.add(
          new Quota(owner, Measure.TOKENS, period, tokens, spent.tokens(period), renewal(period)));
    }
  }

  private void addCost(
      List<Quota> quotas, Owner owner, Period period, @Nullable BigDecimal limit, Spent spent) {
    if (limit != null) {
      quotas.add(
          new Quota(owner, Measure.COST, period, limit, spent.cost(period), renewal(period)));
    }
  }

  private Instant renewal(Period period) {
    LocalDate next =
        switch (period) {
          case DAY -> today().plusDays(1);
          case MONTH -> today().withDayOfMonth(1).plusMonths(1);
        };
    return next.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  void forget(@Observes(during = TransactionPhase.AFTER_SUCCESS) OwnBudgetChanged changed) {
    own.remove(new TenantRowId(changed.tenantId(), changed.userId()));
  }
}
