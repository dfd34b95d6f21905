package com.uru.chatbot.identity;

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
import com.uru.chatbot.identity.session.StoredRefreshToken;
import com.uru.chatbot.identity.token.TestKeys;
import com.uru.chatbot.identity.token.TokenIssuer;
import com.uru.chatbot.identity.user.User;
import com.uru.chatbot.serverkey.ServerKeys;
import com.uru.chatbot.shared.ManualClock;
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
final class IdentityFixture {
  static final String EMAIL = "ada@example.org";
  static final String PASSWORD = "correct horse battery";
  static final int REGISTRATIONS = 3;
  static final Device DEVICE = new Device("192.0.2.1", "A browser");

  final ManualClock clock = new ManualClock();
  final InMemoryAccounts accountRepository = new InMemoryAccounts();
  final InMemoryLoginSessions sessionRepository = new InMemoryLoginSessions(accountRepository);
  final InMemoryPasswordLinks linkRepository = new InMemoryPasswordLinks();
  final CountingHasher hasher = new CountingHasher();
  final ServerKeys keys = TestKeys.fresh();
  final TenantContext tenantContext = new UnboundTenantContext();
  final TenantRepository tenants = tenantId -> new Tenant(tenantId, "Uru");
  final Accounts accounts =
      new Accounts(
          accountRepository,
          sessionRepository,
          new NoDirectory(),
          linkRepository,
          tenants,
          tenantContext,
          new InMemoryRateLimiter(),
          new RateLimits(1, REGISTRATIONS),
          clock);
  final LoginSessions sessions = new LoginSessions(sessionRepository, tenantContext, clock);
  final PasswordLinks links =
      new PasswordLinks(linkRepository, accountRepository, sessionRepository, tenantContext, clock);
  final InMemorySignInFailures failureRepository = new InMemorySignInFailures();
  final SignInThrottle throttle = new SignInThrottle(failureRepository, tenantContext, clock);
  final TokenIssuer tokens = new TokenIssuer(keys, "https://uru.example.org", clock);
  final CallerVerifier verifier = new CallerVerifier(sessions, clock);
  final AccountService accountService =
      new AccountService(accountRepository, sessionRepository, verifier, clock);
  final AuthenticationService authentication = authentication("open");

  AuthenticationService authentication(String signUp) {
    return new AuthenticationService(accounts, sessions, links, throttle, hasher, tokens, signUp);
  }

  SignedIn register() {
    return authentication.register(EMAIL, PASSWORD.toCharArray(), "Ada", DEVICE);
  }

  SignedIn login() {
    return login(PASSWORD);
  }

  SignedIn login(String password) {
    return authentication.login(EMAIL, password.toCharArray(), DEVICE);
  }

  /** Who calls with the newest session of somebody who has just signed in. */
  Caller callerOf(SignedIn signedIn) {
    User user = signedIn.user();
    StoredRefreshToken token =
        sessionRepository
            .findToken(user.tenant().id(), signedIn.refreshToken().hash())
            .orElseThrow();
    return new Caller(user.tenant().id(), user.id(), user.role(), token.loginSessionId());
  }

  /** Hashes as the real one does, and counts. */
  static final class CountingHasher extends PasswordHasher {
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
  private static final class NoDirectory implements UserDirectory {
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
    public void update(User user, Instant now) {
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
      throw new UnsupportedOperationException();
    }
  }

  private static final class UnboundTenantContext implements TenantContext {
    @Override
    public void enter(Caller caller) {}

    @Override
    public void enterTenant(UUID tenantId) {}
  }
}
