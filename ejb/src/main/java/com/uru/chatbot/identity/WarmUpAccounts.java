package com.uru.chatbot.identity;

import com.uru.chatbot.identity.account.Accounts;
import com.uru.chatbot.identity.credential.PasswordHasher;
import com.uru.chatbot.identity.credential.PasswordRules;
import com.uru.chatbot.identity.user.EmailAddress;
import com.uru.chatbot.identity.user.User;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.tenant.Role;
import com.uru.chatbot.tenant.Tenant;
import com.uru.chatbot.tenant.TenantContext;
import com.uru.chatbot.usage.RateLimiter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/**
 * The people of {@link Tenant#WARM_UP_ID}, one for each start of a node: with everything they have,
 * they are erased as soon as the node is warm.
 */
@ApplicationScoped
public class WarmUpAccounts {
  /** No node warms up for so long: who is older was left by a node that was killed. */
  private static final Duration LEFT_AFTER = Duration.ofMinutes(10);

  private static final String NAME = "Warm-up";

  private Accounts accounts;
  private PasswordHasher hasher;
  private TenantContext tenantContext;
  private RateLimiter rateLimiter;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected WarmUpAccounts() {}

  @Inject
  public WarmUpAccounts(
      Accounts accounts,
      PasswordHasher hasher,
      TenantContext tenantContext,
      RateLimiter rateLimiter,
      Clock clock) {
    this.accounts = accounts;
    this.hasher = hasher;
    this.tenantContext = tenantContext;
    this.rateLimiter = rateLimiter;
    this.clock = clock;
  }

  /** Adds a person who signs in with this password, as sign-up does it. */
  public User add(String password) {
    EmailAddress email = EmailAddress.of("warm-up-" + UUID.randomUUID() + "@uru.invalid");
    PasswordRules.require(password.toCharArray(), email, NAME, "password");
    String hash = hasher.hash(password.toCharArray());
    return accounts.add(Tenant.WARM_UP_ID, email, NAME, Role.USER, hash).user();
  }

  /** Begins the erasure of this person, and of those that killed nodes have left. */
  public void erase(User person) {
    accounts.erase(person);
    accounts
        .addedBefore(Tenant.WARM_UP_ID, clock.instant().minus(LEFT_AFTER))
        .forEach(this::tryErase);
  }

  private void tryErase(User left) {
    try {
      accounts.erase(left);
    } catch (DomainException e) {
      // Another node was faster.
    }
  }

  /** Drops what was counted for the limits of the tenant. */
  @Transactional
  public void forgetCounts() {
    tenantContext.enterTenant(Tenant.WARM_UP_ID);
    rateLimiter.clear(Tenant.WARM_UP_ID);
  }
}
