package com.uru.chatbot.identity;

import com.uru.chatbot.identity.account.AccountKey;
import com.uru.chatbot.identity.account.Accounts;
import com.uru.chatbot.identity.credential.PasswordHasher;
import com.uru.chatbot.identity.credential.PasswordRules;
import com.uru.chatbot.identity.user.Account;
import com.uru.chatbot.identity.user.EmailAddress;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Role;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Makes the accounts that have to be there before anybody can sign in: the first administrator,
 * from {@code URU_ADMIN_EMAIL} and {@code URU_ADMIN_PASSWORD}, and in development ({@code
 * URU_DEVELOPMENT=true}) two users to try Uru with. An account that exists stays as it is, but gets
 * the keys that a version without them could not give it. While the database is away it tries
 * again, so that a node may start first.
 */
@Singleton
@Startup
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@SuppressWarnings("NullAway.Init")
public class AccountBootstrap {
  /** The password of the users that exist in development only. */
  static final String DEVELOPMENT_PASSWORD = "uru-development";

  static final String ADMIN_NAME = "Administrator";
  private static final Logger LOGGER = System.getLogger(AccountBootstrap.class.getName());
  private static final Duration RETRY = Duration.ofSeconds(5);

  @Resource private TimerService timers;

  private Accounts accounts;
  private PasswordHasher hasher;
  private Optional<String> adminEmail;
  private Optional<String> adminPassword;
  private Boolean development;

  /** For the container's proxy. */
  protected AccountBootstrap() {}

  @Inject
  public AccountBootstrap(
      Accounts accounts,
      PasswordHasher hasher,
      @ConfigProperty(name = "uru.admin.email") Optional<String> adminEmail,
      @ConfigProperty(name = "uru.admin.password") Optional<String> adminPassword,
      @ConfigProperty(name = "uru.development") Boolean development) {
    this.accounts = accounts;
    this.hasher = hasher;
    this.adminEmail = adminEmail;
    this.adminPassword = adminPassword;
    this.development = development;
  }

  /** Makes the missing accounts, now or as soon as the database is there. */
  @PostConstruct
  @Timeout
  void start() {
    requireUsableAdminPassword();
    try {
      addMissing();
    } catch (RuntimeException e) {
      LOGGER.log(
          Level.WARNING,
          "The first accounts cannot be made yet, trying again: {0}",
          rootOf(e).getClass().getSimpleName());
      timers.createSingleActionTimer(RETRY.toMillis(), new TimerConfig(null, false));
    }
  }

  void addMissing() {
    accounts.withoutEmailKey().forEach(this::addEmailKey);
    accounts.withoutSearchKey().forEach(accounts::addSearchKey);
    if (adminEmail.isPresent() && adminPassword.isPresent()) {
      addUnlessThere(adminEmail.get(), ADMIN_NAME, Role.ADMIN, adminPassword.get());
    }
    if (development) {
      addUnlessThere("demo@uru.local", "Demo User", Role.USER, DEVELOPMENT_PASSWORD);
      addUnlessThere("viewer@uru.local", "Demo Viewer", Role.VIEWER, DEVELOPMENT_PASSWORD);
    }
  }

  private void requireUsableAdminPassword() {
    if (adminEmail.isPresent() && adminPassword.isPresent()) {
      try {
        PasswordRules.require(
            adminPassword.get().toCharArray(),
            EmailAddress.of(adminEmail.get()),
            ADMIN_NAME,
            "URU_ADMIN_PASSWORD");
      } catch (DomainException e) {
        throw new IllegalStateException("URU_ADMIN_PASSWORD cannot be used. " + e.detail(), e);
      }
    }
  }

  /** Leaves an account without a key if another one has it: its own spelling still finds it. */
  private void addEmailKey(AccountKey account, EmailAddress email) {
    try {
      accounts.addEmailKey(account, email);
    } catch (DomainException e) {
      if (e.code() != ProblemCode.EMAIL_TAKEN) {
        throw e;
      }
    }
  }

  private void addUnlessThere(String typed, String displayName, Role role, String password) {
    EmailAddress email = EmailAddress.of(typed);
    if (accounts.locate(email).isPresent()) {
      return;
    }
    try {
      Account made = accounts.add(email, displayName, role, hasher.hash(password.toCharArray()));
      tell(made);
    } catch (DomainException e) {
      // Another node was faster.
      if (e.code() != ProblemCode.EMAIL_TAKEN) {
        throw e;
      }
    }
  }

  /** An address that was changed by mistake, or by another person, makes an administrator too. */
  private void tell(Account made) {
    Role role = made.user().role();
    if (role == Role.ADMIN && accounts.hasAdministratorBeside(made)) {
      LOGGER.log(
          Level.WARNING,
          "Made one more administrator, because nobody had the address of URU_ADMIN_EMAIL. If that"
              + " was not meant, delete the account, and remove URU_ADMIN_EMAIL and"
              + " URU_ADMIN_PASSWORD.");
    } else {
      LOGGER.log(Level.INFO, "Made the first account with role {0}.", role.wireName());
    }
  }

  private static Throwable rootOf(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
