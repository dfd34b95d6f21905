package com.uru.chatbot.identity.account;

import com.uru.chatbot.tenant.TenantContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/**
 * The transactions of an erasure. The first takes name, address, password and sessions away from a
 * person: from then on they can neither sign in nor be found. {@link ErasureJob} then deletes what
 * they have, in parts, because that takes as long as they have conversations, and their row last.
 */
@ApplicationScoped
public class AccountErasure {
  /** For so long after its beginning, the node of the request is taken to be at work. */
  private static final Duration AT_WORK = Duration.ofMinutes(1);

  private UserDirectory directory;
  private AccountRepository accounts;
  private TenantContext tenantContext;
  private Event<Begun> begun;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected AccountErasure() {}

  @Inject
  public AccountErasure(
      UserDirectory directory,
      AccountRepository accounts,
      TenantContext tenantContext,
      Event<Begun> begun,
      Clock clock) {
    this.directory = directory;
    this.accounts = accounts;
    this.tenantContext = tenantContext;
    this.begun = begun;
    this.clock = clock;
  }

  /** An erasure has begun, in a transaction that may still fail. */
  public record Begun(AccountKey account) {}

  /**
   * Begins an erasure in the transaction of the caller.
   *
   * @throws com.uru.chatbot.shared.DomainException {@code NOT_FOUND}
   */
  public void begin(UUID tenantId, UUID userId) {
    directory.beginErasure(tenantId, userId, clock.instant().truncatedTo(ChronoUnit.MICROS));
    begun.fire(new Begun(new AccountKey(tenantId, userId)));
  }

  /** Returns the accounts of all tenants whose erasure no node is taken to be at work on. */
  @Transactional
  public List<AccountKey> unfinished() {
    return accounts.unfinishedErasures(clock.instant().minus(AT_WORK));
  }

  /** Deletes the row of a person, and what is left of them. */
  @Transactional
  public void end(AccountKey account) {
    tenantContext.enterTenant(account.tenantId());
    directory.delete(account.tenantId(), account.userId());
  }
}
