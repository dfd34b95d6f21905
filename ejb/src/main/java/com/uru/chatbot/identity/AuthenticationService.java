package com.uru.chatbot.identity;

import com.uru.chatbot.identity.account.Accounts;
import com.uru.chatbot.identity.account.PasswordLink;
import com.uru.chatbot.identity.account.PasswordLinks;
import com.uru.chatbot.identity.credential.PasswordHasher;
import com.uru.chatbot.identity.credential.PasswordRules;
import com.uru.chatbot.identity.credential.SignInSubject;
import com.uru.chatbot.identity.credential.SignInThrottle;
import com.uru.chatbot.identity.session.Device;
import com.uru.chatbot.identity.session.LoginSessions;
import com.uru.chatbot.identity.session.RefreshToken;
import com.uru.chatbot.identity.session.Rotation;
import com.uru.chatbot.identity.session.Rotation.OpenSession;
import com.uru.chatbot.identity.token.TokenIssuer;
import com.uru.chatbot.identity.user.Account;
import com.uru.chatbot.identity.user.EmailAddress;
import com.uru.chatbot.identity.user.User;
import com.uru.chatbot.identity.user.UserStatus;
import com.uru.chatbot.metrics.Metric;
import com.uru.chatbot.metrics.Metrics;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.NameText;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.Role;
import com.uru.chatbot.tenant.Tenant;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Signing up, in and out. Nothing here tells whether an address has an account, but sign-up, which
 * has to. Passwords are hashed between transactions, never inside one: a hash takes its time and
 * would hold a database connection.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AuthenticationService {
  private Accounts accounts;
  private LoginSessions sessions;
  private PasswordLinks links;
  private SignInThrottle throttle;
  private PasswordHasher hasher;
  private TokenIssuer tokens;
  private SignUp signUp;
  private Metrics metrics;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected AuthenticationService() {}

  @Inject
  public AuthenticationService(
      Accounts accounts,
      LoginSessions sessions,
      PasswordLinks links,
      SignInThrottle throttle,
      PasswordHasher hasher,
      TokenIssuer tokens,
      SignUp signUp,
      Metrics metrics) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.links = links;
    this.throttle = throttle;
    this.hasher = hasher;
    this.tokens = tokens;
    this.signUp = signUp;
    this.metrics = metrics;
  }

  /**
   * Makes an account in the default tenant, with role user, and signs it in.
   *
   * @throws DomainException {@code SIGN_UP_CLOSED}, {@code VALIDATION_FAILED}, {@code
   *     RATE_LIMITED}, {@code EMAIL_TAKEN}
   */
  public SignedIn register(String email, char[] password, String displayName, Device device) {
    signUp.requirePossible();
    EmailAddress address = EmailAddress.of(email);
    address.requireValid("email");
    signUp.require(address);
    String name = NameText.prepare(displayName, "displayName", User.MAX_NAME_LENGTH);
    PasswordRules.require(password, address, name, "password");
    accounts.admitRegistration(device.address());
    Account account = accounts.add(address, name, Role.USER, hasher.hash(password));
    return signIn(account, device);
  }

  /**
   * Signs a user in.
   *
   * @throws DomainException {@code BAD_CREDENTIALS}, {@code TOO_MANY_ATTEMPTS}
   */
  public SignedIn login(String email, char[] password, Device device) {
    try {
      SignedIn signedIn = loginUncounted(email, password, device);
      metrics.increment(Metric.SIGN_INS, "success");
      return signedIn;
    } catch (DomainException refused) {
      metrics.increment(Metric.SIGN_INS, refused.code().code());
      throw refused;
    }
  }

  private SignedIn loginUncounted(String email, char[] password, Device device) {
    EmailAddress address = EmailAddress.of(email);
    Optional<Account> account =
        accounts.locate(address).flatMap(key -> accounts.find(key.tenantId(), key.userId()));
    UUID tenantId = account.map(found -> found.user().tenant().id()).orElse(Tenant.DEFAULT_ID);
    List<SignInSubject> subjects = subjects(address, account.map(Account::user), device);
    throttle.admit(tenantId, subjects);
    boolean matches =
        account
            .map(Account::passwordHash)
            .map(hash -> hasher.matches(password, hash))
            .orElseGet(() -> hasher.matchesNobody(password));
    if (!matches || account.get().user().status() != UserStatus.ACTIVE) {
      throw new DomainException(ProblemCode.BAD_CREDENTIALS);
    }
    throttle.succeeded(tenantId, subjects);
    return signIn(account.get(), device);
  }

  /**
   * Attempts from a device that the account knows count for the device alone: nobody else can use
   * them up. An address without an account is treated as one from an unknown device.
   */
  private List<SignInSubject> subjects(EmailAddress email, Optional<User> user, Device device) {
    return user.flatMap(owner -> device.idKnownTo(owner.id()))
        .map(deviceId -> List.of(SignInSubject.ofDevice(email, deviceId)))
        .orElseGet(() -> throttle.subjectsOf(email, device.address()));
  }

  private SignedIn signIn(Account account, Device device) {
    return signedIn(account, sessions.open(account, device));
  }

  /**
   * Sets a password by a link, and signs its person in.
   *
   * @throws DomainException {@code NOT_FOUND} if the link does not work, {@code VALIDATION_FAILED}
   *     if the password cannot be used; the link still works then
   */
  public SignedIn setPassword(PasswordLink link, char[] password, Device device) {
    User recipient = links.recipient(link).user();
    requireGood(password, recipient, "password");
    return signIn(links.use(link, hasher.hash(password)), device);
  }

  private static void requireGood(char[] password, User owner, String field) {
    PasswordRules.require(password, EmailAddress.of(owner.email()), owner.displayName(), field);
  }

  /**
   * Exchanges a refresh token for new tokens.
   *
   * @throws DomainException {@code ALREADY_ROTATED}, {@code SESSION_EXPIRED}
   */
  public SignedIn refresh(RefreshToken token) {
    Rotation rotation = sessions.rotate(token);
    if (rotation instanceof Rotation.AlreadyRotated) {
      throw new DomainException(ProblemCode.ALREADY_ROTATED);
    }
    if (!(rotation instanceof Rotation.Rotated rotated)) {
      throw new DomainException(ProblemCode.SESSION_EXPIRED);
    }
    Account account =
        accounts
            .find(token.tenantId(), rotated.session().session().userId())
            .filter(found -> found.user().status() == UserStatus.ACTIVE)
            .orElseThrow(() -> new DomainException(ProblemCode.SESSION_EXPIRED));
    return signedIn(account, rotated.session());
  }

  private SignedIn signedIn(Account account, OpenSession open) {
    User user = account.user();
    Caller caller = new Caller(user.tenant().id(), user.id(), user.role(), open.session().id());
    return new SignedIn(
        user,
        account.preferences(),
        tokens.issue(caller, open.rotationId()),
        open.refreshToken(),
        open.expiresAt());
  }

  /** Ends the session of a refresh token; one that is unknown needs no ending. */
  public void logout(RefreshToken token) {
    sessions.end(token);
  }

  /**
   * Changes the caller's password and ends all their other sessions.
   *
   * @throws DomainException {@code BAD_CREDENTIALS} for a wrong current password, {@code
   *     VALIDATION_FAILED}, {@code TOO_MANY_ATTEMPTS}
   */
  public void changePassword(Caller caller, char[] currentPassword, char[] newPassword) {
    Account account = requirePassword(caller, currentPassword);
    requireGood(newPassword, account.user(), "newPassword");
    accounts.changePassword(account, hasher.hash(newPassword), caller.loginSessionId());
  }

  /**
   * Changes the caller's e-mail address and ends all their other sessions: with the address, they
   * sign in by another name.
   *
   * @throws DomainException {@code BAD_CREDENTIALS} for a wrong password or an account without one,
   *     {@code VALIDATION_FAILED}, {@code EMAIL_TAKEN}, {@code RATE_LIMITED}, {@code
   *     TOO_MANY_ATTEMPTS}
   */
  public User changeEmail(Caller caller, String email, char[] password) {
    EmailAddress address = EmailAddress.of(email);
    address.requireValid("email");
    Account account = requirePassword(caller, password);
    accounts.admitEmailChange(caller);
    return accounts.changeEmail(account, address, caller.loginSessionId());
  }

  /**
   * Erases the caller's account; all conversations are deleted after that.
   *
   * @throws DomainException {@code BAD_CREDENTIALS} for a wrong password, {@code LAST_ADMIN},
   *     {@code TOO_MANY_ATTEMPTS}
   */
  public void eraseAccount(Caller caller, char[] password) {
    accounts.erase(requirePassword(caller, password).user());
  }

  /** Returns the caller's account if this is its password; attempts are counted by session. */
  private Account requirePassword(Caller caller, char[] password) {
    Account account =
        accounts
            .find(caller.tenantId(), caller.userId())
            .orElseThrow(() -> new DomainException(ProblemCode.UNAUTHENTICATED));
    EmailAddress email = EmailAddress.of(account.user().email());
    List<SignInSubject> subject = List.of(SignInSubject.ofSession(email, caller.loginSessionId()));
    throttle.admit(caller.tenantId(), subject);
    String hash = account.passwordHash();
    if (hash == null || !hasher.matches(password, hash)) {
      throw new DomainException(ProblemCode.BAD_CREDENTIALS);
    }
    throttle.succeeded(caller.tenantId(), subject);
    return account;
  }
}
