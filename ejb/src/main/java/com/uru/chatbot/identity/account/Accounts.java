package com.uru.chatbot.identity.account;

import com.uru.chatbot.identity.session.LoginSessionRepository;
import com.uru.chatbot.identity.user.Account;
import com.uru.chatbot.identity.user.EmailAddress;
import com.uru.chatbot.identity.user.User;
import com.uru.chatbot.identity.user.UserStatus;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.shared.UuidV7;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.Role;
import com.uru.chatbot.tenant.Tenant;
import com.uru.chatbot.tenant.TenantContext;
import com.uru.chatbot.tenant.TenantRepository;
import com.uru.chatbot.usage.RateLimit;
import com.uru.chatbot.usage.RateLimiter;
import com.uru.chatbot.usage.RateLimits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The short transactions about accounts around the long work of hashing a password. */
@ApplicationScoped
public class Accounts {
  /** Per user. */
  private static final RateLimit EMAIL_CHANGES =
      new RateLimit("changes of the e-mail address", 10, Duration.ofHours(1));

  private AccountRepository accounts;
  private LoginSessionRepository sessions;
  private UserDirectory directory;
  private PasswordLinkRepository links;
  private AccountErasure erasure;
  private TenantRepository tenants;
  private TenantContext tenantContext;
  private RateLimiter rateLimiter;
  private RateLimits rateLimits;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected Accounts() {}

  @Inject
  public Accounts(
      AccountRepository accounts,
      LoginSessionRepository sessions,
      UserDirectory directory,
      PasswordLinkRepository links,
      AccountErasure erasure,
      TenantRepository tenants,
      TenantContext tenantContext,
      RateLimiter rateLimiter,
      RateLimits rateLimits,
      Clock clock) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.directory = directory;
    this.links = links;
    this.erasure = erasure;
    this.tenants = tenants;
    this.tenantContext = tenantContext;
    this.rateLimiter = rateLimiter;
    this.rateLimits = rateLimits;
    this.clock = clock;
  }

  /**
   * Returns the key of the account with an e-mail address, in whatever tenant. In a transaction
   * that ends before {@link #find} enters the tenant: it has no permit, and must not hold a
   * connection while it waits for one.
   */
  @Transactional
  public Optional<AccountKey> locate(EmailAddress email) {
    return accounts.locate(email);
  }

  @Transactional
  public Optional<Account> find(UUID tenantId, UUID userId) {
    tenantContext.enterTenant(tenantId);
    return accounts.find(tenantId, userId);
  }

  /**
   * Counts an attempt to register, whatever comes of it.
   *
   * @throws com.uru.chatbot.shared.DomainException {@code RATE_LIMITED} if there were too many from
   *     this address
   */
  @Transactional
  public void admitRegistration(String address) {
    tenantContext.enterTenant(Tenant.DEFAULT_ID);
    rateLimiter.admit(Tenant.DEFAULT_ID, rateLimits.registrations(), address);
    rateLimiter.forget(Tenant.DEFAULT_ID);
  }

  /** Adds an active user with the address to the default tenant. */
  @Transactional
  public Account add(EmailAddress email, String displayName, Role role, String passwordHash) {
    return add(Tenant.DEFAULT_ID, email, displayName, role, passwordHash);
  }

  /** Adds an active user with the address to a tenant. */
  @Transactional
  public Account add(
      UUID tenantId, EmailAddress email, String displayName, Role role, String passwordHash) {
    tenantContext.enterTenant(tenantId);
    User user =
        new User(
            UuidV7.next(clock),
            tenants.get(tenantId),
            email.text(),
            displayName,
            role,
            UserStatus.ACTIVE,
            clock.instant().truncatedTo(ChronoUnit.MICROS));
    Account account = new Account(user, passwordHash, JsonValue.EMPTY_JSON_OBJECT);
    accounts.add(account);
    return account;
  }

  /** Returns whether there is another active administrator in the tenant of an account. */
  @Transactional
  public boolean hasAdministratorBeside(Account account) {
    UUID tenantId = account.user().tenant().id();
    tenantContext.enterTenant(tenantId);
    return directory.lockOtherAdmins(tenantId, account.user().id()) > 0;
  }

  /** Where the accounts are that have no e-mail key, and their addresses. */
  @Transactional
  public Map<AccountKey, EmailAddress> withoutEmailKey() {
    return accounts.withoutEmailKey();
  }

  /** Stores the e-mail key of an account that an older version has made. */
  @Transactional
  public void addEmailKey(AccountKey account, EmailAddress email) {
    tenantContext.enterTenant(account.tenantId());
    accounts.addEmailKey(account, email);
  }

  /**
   * Begins the erasure of an account.
   *
   * @throws DomainException {@code LAST_ADMIN} if it is the last active administrator's
   */
  @Transactional
  public void erase(User user) {
    UUID tenantId = user.tenant().id();
    tenantContext.enterTenant(tenantId);
    int otherAdmins = directory.lockOtherAdmins(tenantId, user.id());
    boolean isAdmin =
        accounts
            .find(tenantId, user.id())
            .filter(found -> found.user().role() == Role.ADMIN)
            .isPresent();
    if (isAdmin && otherAdmins == 0) {
      throw new DomainException(ProblemCode.LAST_ADMIN);
    }
    erasure.begin(tenantId, user.id());
  }

  /**
   * Gives the account another password, and ends all its sessions but one and its link.
   *
   * @throws DomainException {@code BAD_CREDENTIALS} if its password is another one by now
   */
  @Transactional
  public void changePassword(Account account, String passwordHash, UUID keptSessionId) {
    UUID tenantId = account.user().tenant().id();
    UUID userId = account.user().id();
    tenantContext.enterTenant(tenantId);
    if (!accounts.changePassword(tenantId, userId, account.passwordHash(), passwordHash)) {
      throw new DomainException(ProblemCode.BAD_CREDENTIALS);
    }
    sessions.endOthers(tenantId, userId, keptSessionId, clock.instant());
    links.remove(tenantId, userId);
  }

  /**
   * Counts an attempt to change an e-mail address: the answer tells whether one has an account.
   *
   * @throws DomainException {@code RATE_LIMITED} if the caller has made too many
   */
  @Transactional
  public void admitEmailChange(Caller caller) {
    tenantContext.enterTenant(caller.tenantId());
    rateLimiter.admit(caller.tenantId(), EMAIL_CHANGES, caller.userId().toString());
    rateLimiter.forget(caller.tenantId());
  }

  /**
   * Gives the account another e-mail address, and ends all its sessions but one and its link.
   *
   * @throws DomainException {@code BAD_CREDENTIALS} if its password is another one by now, {@code
   *     EMAIL_TAKEN}
   */
  @Transactional
  public User changeEmail(Account account, EmailAddress email, UUID keptSessionId) {
    UUID tenantId = account.user().tenant().id();
    UUID userId = account.user().id();
    tenantContext.enterTenant(tenantId);
    if (!accounts.changeEmail(tenantId, userId, account.passwordHash(), email)) {
      throw new DomainException(ProblemCode.BAD_CREDENTIALS);
    }
    sessions.endOthers(tenantId, userId, keptSessionId, clock.instant());
    links.remove(tenantId, userId);
    return accounts.find(tenantId, userId).orElseThrow().user();
  }

  /** Returns the active users of a tenant that were added before a time. */
  @Transactional
  public List<User> addedBefore(UUID tenantId, Instant time) {
    tenantContext.enterTenant(tenantId);
    return accounts.addedBefore(tenantId, time);
  }

  /** Where the accounts are that have no search key. */
  @Transactional
  public List<AccountKey> withoutSearchKey() {
    return accounts.withoutSearchKey();
  }

  /** Stores the search key of an account that an older version has made or renamed. */
  @Transactional
  public void addSearchKey(AccountKey account) {
    tenantContext.enterTenant(account.tenantId());
    accounts.addSearchKey(account);
  }
}
