package com.uru.chatbot.identity.account;

import com.uru.chatbot.identity.session.LoginSessionRepository;
import com.uru.chatbot.identity.user.Account;
import com.uru.chatbot.identity.user.User;
import com.uru.chatbot.identity.user.UserStatus;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.TenantContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * Links by which people set a password without the old one: an invitation while they have none, a
 * reset after that. A link works once, for seven days or one day, and only while the person is
 * active; the next link of a person replaces it.
 */
@ApplicationScoped
public class PasswordLinks {
  private static final Duration INVITATION = Duration.ofDays(7);
  private static final Duration RESET = Duration.ofDays(1);

  private PasswordLinkRepository links;
  private AccountRepository accounts;
  private LoginSessionRepository sessions;
  private TenantContext tenantContext;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected PasswordLinks() {}

  @Inject
  public PasswordLinks(
      PasswordLinkRepository links,
      AccountRepository accounts,
      LoginSessionRepository sessions,
      TenantContext tenantContext,
      Clock clock) {
    this.links = links;
    this.accounts = accounts;
    this.sessions = sessions;
    this.tenantContext = tenantContext;
    this.clock = clock;
  }

  /** A link that was just made; its secret can be told only now. */
  public record Made(PasswordLink link, Instant expiresAt) {}

  /**
   * Whom a link is for.
   *
   * @param invitation whether they have no password yet
   */
  public record Recipient(User user, boolean invitation) {}

  /** Makes a link in the transaction of the caller. */
  public Made make(UUID tenantId, UUID userId, boolean hasPassword) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Instant expiresAt = now.plus(hasPassword ? RESET : INVITATION);
    PasswordLink link = PasswordLink.random(tenantId);
    links.put(tenantId, userId, link.hash(), now, expiresAt);
    return new Made(link, expiresAt);
  }

  /** Makes a person's link stop working, in the transaction of the caller. */
  public void revoke(UUID tenantId, UUID userId) {
    links.remove(tenantId, userId);
  }

  /**
   * Returns whom a link is for.
   *
   * @throws DomainException {@code NOT_FOUND} if it was used, replaced or has expired, or if the
   *     person is not active
   */
  @Transactional
  public Recipient recipient(PasswordLink link) {
    Account account = account(link);
    return new Recipient(account.user(), account.passwordHash() == null);
  }

  /**
   * Uses a link: sets the password, and ends all sessions of the person.
   *
   * @throws DomainException as {@link #recipient}
   */
  @Transactional
  public Account use(PasswordLink link, String passwordHash) {
    Account account = account(link);
    UUID tenantId = link.tenantId();
    UUID userId = account.user().id();
    boolean used =
        links.use(tenantId, link.hash(), clock.instant())
            && accounts.changePassword(tenantId, userId, account.passwordHash(), passwordHash);
    if (!used) {
      throw unusable();
    }
    sessions.endOthers(tenantId, userId, new UUID(0, 0), clock.instant());
    return account.withPasswordHash(passwordHash);
  }

  private Account account(PasswordLink link) {
    UUID tenantId = link.tenantId();
    tenantContext.enterTenant(tenantId);
    Optional<Account> account =
        links
            .find(tenantId, link.hash(), clock.instant())
            .flatMap(userId -> accounts.find(tenantId, userId))
            .filter(found -> found.user().status() == UserStatus.ACTIVE);
    return account.orElseThrow(PasswordLinks::unusable);
  }

  /** Returns what is told of a link that does not work. */
  public static DomainException unusable() {
    return new DomainException(
        ProblemCode.NOT_FOUND,
        "This link was used, replaced by a newer one, or has expired. Ask your administrator for"
            + " another one.");
  }
}
