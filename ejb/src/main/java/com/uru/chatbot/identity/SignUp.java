package com.uru.chatbot.identity;

import com.uru.chatbot.identity.user.EmailAddress;
import com.uru.chatbot.settings.CurrentSettings;
import com.uru.chatbot.settings.SignUpMode;
import com.uru.chatbot.settings.TenantSettings;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Tenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Who may make an account in the default tenant, as {@code URU_SIGN_UP} or an administrator says.
 */
@ApplicationScoped
public class SignUp {
  private CurrentSettings settings;
  private SignUpMode configured;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected SignUp() {}

  /**
   * Takes the mode that holds until an administrator sets another one.
   *
   * @param configured {@code open}, {@code invitation}, or anything else for closed
   */
  @Inject
  public SignUp(CurrentSettings settings, @ConfigProperty(name = "uru.sign-up") String configured) {
    this.settings = settings;
    this.configured =
        switch (configured) {
          case "open" -> SignUpMode.OPEN;
          case "invitation" -> SignUpMode.INVITATION;
          default -> SignUpMode.CLOSED;
        };
  }

  /** Returns the mode that holds where no administrator has set one. */
  public SignUpMode configured() {
    return configured;
  }

  /** Returns the mode that holds. */
  public SignUpMode mode() {
    return mode(current());
  }

  /** Returns the mail domains that may sign up, in ASCII; empty unless the mode is by domain. */
  public List<String> domains() {
    TenantSettings current = current();
    return mode(current) == SignUpMode.DOMAINS ? current.signUpDomains() : List.of();
  }

  private SignUpMode mode(TenantSettings current) {
    return current.signUp().orElse(configured);
  }

  private TenantSettings current() {
    return settings.of(Tenant.DEFAULT_ID);
  }

  /**
   * Refuses where nobody can sign up, whatever the address.
   *
   * @throws DomainException {@code SIGN_UP_CLOSED}
   */
  void requirePossible() {
    switch (mode()) {
      case OPEN, DOMAINS -> {}
      case INVITATION -> throw closed("An administrator has to invite you.");
      case CLOSED -> throw new DomainException(ProblemCode.SIGN_UP_CLOSED);
    }
  }

  /**
   * Lets an address pass with which an account can be made.
   *
   * @throws DomainException {@code SIGN_UP_CLOSED}
   */
  void require(EmailAddress address) {
    TenantSettings current = current();
    boolean matches =
        mode(current) != SignUpMode.DOMAINS
            || address.domain().filter(current.signUpDomains()::contains).isPresent();
    if (!matches) {
      throw closed(
          "Use an address of " + String.join(" or ", current.signUpDomains()) + " to sign up.");
    }
  }

  private static DomainException closed(String detail) {
    return new DomainException(ProblemCode.SIGN_UP_CLOSED, detail);
  }
}
