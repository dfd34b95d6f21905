package com.uru.chatbot.identity;

import com.uru.chatbot.identity.account.AccountErasure;
import com.uru.chatbot.identity.account.AccountService;
import com.uru.chatbot.identity.account.Accounts;
import com.uru.chatbot.identity.account.InMemoryAccounts;
import com.uru.chatbot.identity.account.InMemoryPasswordLinks;
import com.uru.chatbot.identity.account.PasswordLinks;
import com.uru.chatbot.identity.account.UserDirectory;
import com.uru.chatbot.identity.credential.InMemorySignInFailures;
import com.uru.chatbot.identity.credential.PasswordHasher;
import com.uru.chatbot.identity.credential.SignInThrottle;
import com.uru.chatbot.identity.session.CallerVerifier;
import com.uru.chatbot.identity.session.Device;
import com.uru.chatbot.identity.session.InMemoryLoginSessions;
import com.uru.chatbot.identity.session.LoginSessions;
import com.uru.chatbot.identity.session.SessionLifetimes;
import com.uru.chatbot.identity.session.StoredRefreshToken;
import com.uru.chatbot.identity.token.TestKeys;
import com.uru.chatbot.identity.token.TokenIssuer;
import com.uru.chatbot.identity.user.Account;
import com.uru.chatbot.identity.user.EmailAddress;
import com.uru.chatbot.identity.user.User;
import com.uru.chatbot.metrics.RecordedMetrics;
import com.uru.chatbot.serverkey.ServerKeys;
import com.uru.chatbot.settings.InMemorySettings;
import com.uru.chatbot.shared.ManualClock;
import com.uru.chatbot.shared.NoEvents;
import com.uru.chatbot.shared.Page;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.Tenant;
import com.uru.chatbot.tenant.TenantContext;
import com.uru.chatbot.tenant.TenantRepository;
import com.uru.chatbot.usage.InMemoryRateLimiter;
import com.uru.chatbot.usage.RateLimits;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The identity feature on stores in memory. */
public final class IdentityFixture {
  public static final String EMAIL = "ada@example.org";
  public static final String PASSWORD = "correct horse battery";
  public static final int REGISTRATIONS = 3;
  public static final int FAILURES_OF_ADDRESS = 20;
  public static final Device DEVICE = new Device("192.0.2.1", "A browser", Optional.empty());

  public final ManualClock clock = new ManualClock();
  public final InMemoryAccounts accountRepository = new InMemoryAccounts();
  public final InMemoryLoginSessions sessionRepository =
      new InMemoryLoginSessions(accountRepository);
  public final InMemoryPasswordLinks linkRepository = new InMemoryPasswordLinks();
  public final CountingHasher hasher = new CountingHasher();
  public final ServerKeys keys = TestKeys.fresh();
  public final TenantContext tenantContext = new UnboundTenantContext();
  public final TenantRepository tenants = tenantId -> new Tenant(tenantId, "Uru");
  public final UserDirectory directory = new Directory(accountRepository);
  public final Accounts accounts =
      new Accounts(
          accountRepository,
          sessionRepository,
          directory,
          linkRepository,
          new AccountErasure(directory, accountRepository, tenantContext, new NoEvents<>(), clock),
          tenants,
          tenantContext,
          new InMemoryRateLimiter(),
          new RateLimits(1, REGISTRATIONS, 1, 1),
          clock);
  public final SessionLifetimes lifetimes = new SessionLifetimes("P7D", "P30D");
  public final LoginSessions sessions =
      new LoginSessions(sessionRepository, lifetimes, tenantContext, clock);
  public final PasswordLinks links =
      new PasswordLinks(linkRepository, accountRepository, sessionRepository, tenantContext, clock);
  public final InMemorySignInFailures failureRepository = new InMemorySignInFailures();
  public final SignInThrottle throttle =
      new SignInThrottle(failureRepository, tenantContext, clock, FAILURES_OF_ADDRESS);
  public final TokenIssuer tokens = new TokenIssuer(keys, "https://uru.example.org", clock);
  public final CallerVerifier verifier = new CallerVerifier(sessions, clock);
  public final AccountService accountService =
      new AccountService(accountRepository, sessionRepository, lifetimes, verifier, clock);
  public final InMemorySettings settings = new InMemorySettings();
  public final RecordedMetrics metrics = new RecordedMetrics();
  public final AuthenticationService authentication = authentication("open");

  public AuthenticationService authentication(String signUp) {
    return new AuthenticationService(
        accounts,
        sessions,
        links,
        throttle,
        hasher,
        tokens,
        new SignUp(settings.current(), signUp),
        metrics);
  }

  public SignedIn register() {
    return authentication.register(EMAIL, PASSWORD.toCharArray(), "Ada", DEVICE);
  }

  public SignedIn login() {
    return login(PASSWORD);
  }

  public SignedIn login(String password) {
    return authentication.login(EMAIL, password.toCharArray(), DEVICE);
  }

  /** The account as it is now. */
  public Account account(SignedIn signedIn) {
    User user = signedIn.user();
    return accountRepository.find(user.tenant().id(), user.id()).orElseThrow();
  }

  /** Returns the caller of the newest session after a sign-in. */
  public Caller callerOf(SignedIn signedIn) {
    User user = signedIn.user();
    StoredRefreshToken token =
        sessionRepository
            .findToken(user.tenant().id(), signedIn.refreshToken().hash())
            .orElseThrow();
    return new Caller(user.tenant().id(), user.id(), user.role(), token.loginSessionId());
  }

  /** Hashes as the real one does, and counts. */
  public static final class CountingHasher extends PasswordHasher {
    private int comparisons;

    @Override
    public boolean matches(char[] password, String phcString) {
      comparisons++;
      return super.matches(password, phcString);
    }

    int comparisons() {
      return comparisons;
    }
  }

  /** The directory has tests with the database. */
  private static final class Directory implements UserDirectory {
    private final InMemoryAccounts accounts;

    private Directory(InMemoryAccounts accounts) {
      this.accounts = accounts;
    }

    @Override
    public Page<Entry> list(
        UUID tenantId,
        Filter filter,
        Order order,
        @Nullable String cursor,
        int limit,
        Instant now) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long count(UUID tenantId, Filter filter) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Entry> find(UUID tenantId, UUID id, Instant now) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void add(User user) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean hasAccount(EmailAddress email) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void update(User user, Instant now) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void beginErasure(UUID tenantId, UUID id, Instant now) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void delete(UUID tenantId, UUID id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void endSessions(UUID tenantId, UUID id, Instant now) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int lockOtherAdmins(UUID tenantId, UUID id) {
      return accounts.size() - 1;
    }
  }

  private static final class UnboundTenantContext implements TenantContext {
    @Override
    public void enter(Caller caller) {}

    @Override
    public void enterTenant(UUID tenantId) {}
  }
}
