package com.uru.chatbot.usage;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.Role;
import com.uru.chatbot.tenant.TenantScoped;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reports of tokens and of what they cost by list price, never of what was asked. */
@Stateless
@TenantScoped
public class UsageReports {
  /** Above it, a report of a year's days and all models, or of the people of a large company. */
  private static final int MAX_ENTRIES = 10_000;

  private UsageLedger ledger;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected UsageReports() {}

  @Inject
  public UsageReports(UsageLedger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * Returns what the caller has used, by day and model.
   *
   * @param from first day in UTC, null for 30 days up to the last
   * @param to last day in UTC, null for today
   * @throws DomainException {@code VALIDATION_FAILED} if the period is empty or longer than 366
   *     days
   */
  public UsageReport own(Caller caller, @Nullable LocalDate from, @Nullable LocalDate to) {
    return report(caller, caller.userId(), from, to, UsageGrouping.DAY_AND_MODEL);
  }

  /**
   * Returns what the users of the administrator's tenant have used.
   *
   * @param from first day in UTC, null for 30 days up to the last
   * @param to last day in UTC, null for today
   * @throws DomainException {@code VALIDATION_FAILED} if the period is empty or longer than 366
   *     days; {@code FORBIDDEN} if the caller is no administrator
   */
  public UsageReport ofTenant(
      Caller caller, UsageGrouping grouping, @Nullable LocalDate from, @Nullable LocalDate to) {
    if (caller.role() != Role.ADMIN) {
      throw new DomainException(ProblemCode.FORBIDDEN);
    }
    return report(caller, null, from, to, grouping);
  }

  private UsageReport report(
      Caller caller,
      @Nullable UUID userId,
      @Nullable LocalDate from,
      @Nullable LocalDate to,
      UsageGrouping grouping) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    UsagePeriod period = UsagePeriod.of(from, to, today);
    List<UsageEntry> entries =
        ledger.entries(caller.tenantId(), userId, period, grouping, MAX_ENTRIES + 1);
    return new UsageReport(
        period,
        entries.subList(0, Math.min(MAX_ENTRIES, entries.size())),
        entries.size() > MAX_ENTRIES);
  }
}
