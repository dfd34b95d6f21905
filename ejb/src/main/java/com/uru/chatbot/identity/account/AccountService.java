package com.uru.chatbot.identity.account;

import com.uru.chatbot.identity.session.CallerVerifier;
import com.uru.chatbot.identity.session.LoginSession;
import com.uru.chatbot.identity.session.LoginSessionRepository;
import com.uru.chatbot.identity.session.SessionLifetimes;
import com.uru.chatbot.identity.user.Account;
import com.uru.chatbot.identity.user.User;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.NameText;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.TenantScoped;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What users see and change of their own account. */
@Stateless
@TenantScoped
public class AccountService {
  private static final int MAX_PREFERENCES_BYTES = 16 * 1024;

  private AccountRepository accounts;
  private LoginSessionRepository sessions;
  private SessionLifetimes lifetimes;
  private CallerVerifier callerVerifier;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected AccountService() {}

  @Inject
  public AccountService(
      AccountRepository accounts,
      LoginSessionRepository sessions,
      SessionLifetimes lifetimes,
      CallerVerifier callerVerifier,
      Clock clock) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.lifetimes = lifetimes;
    this.callerVerifier = callerVerifier;
    this.clock = clock;
  }

  /** The caller's profile. */
  public Profile profile(Caller caller) {
    return profileOf(account(caller));
  }

  /**
   * Changes what is given.
   *
   * @param displayName 1 to 200 characters; {@code null} keeps the present one
   * @param preferencesPatch merge patch (RFC 7396) of the preferences; {@code null} changes nothing
   * @throws DomainException {@code VALIDATION_FAILED} for a name that {@link NameText} refuses,
   *     {@code PAYLOAD_TOO_LARGE} if the preferences grow beyond 16 KiB
   */
  public Profile change(
      Caller caller, @Nullable String displayName, @Nullable JsonObject preferencesPatch) {
    Account account =
        accounts
            .lock(caller.tenantId(), caller.userId())
            .orElseThrow(() -> new DomainException(ProblemCode.UNAUTHENTICATED));
    Account changed =
        account.withProfile(
            displayName == null
                ? account.user().displayName()
                : NameText.prepare(displayName, "displayName", User.MAX_NAME_LENGTH),
            preferencesPatch == null
                ? account.preferences()
                : patched(account.preferences(), preferencesPatch));
    accounts.update(changed);
    return profileOf(changed);
  }

  /** The caller's sessions that are alive, the most recently used first. */
  public List<LoginSession> sessions(Caller caller) {
    Instant now = clock.instant();
    return sessions.alive(caller.tenantId(), caller.userId(), now).stream()
        .filter(session -> lifetimes.allow(session, now))
        .toList();
  }

  /**
   * Ends one of the caller's sessions.
   *
   * @throws DomainException {@code NOT_FOUND} if it is not theirs or has ended
   */
  public void endSession(Caller caller, UUID sessionId) {
    boolean theirs = sessions(caller).stream().anyMatch(session -> session.id().equals(sessionId));
    if (!theirs) {
      throw new DomainException(ProblemCode.NOT_FOUND);
    }
    sessions.end(caller.tenantId(), sessionId, clock.instant());
    callerVerifier.forget(sessionId);
  }

  private Account account(Caller caller) {
    return accounts
        .find(caller.tenantId(), caller.userId())
        .orElseThrow(() -> new DomainException(ProblemCode.UNAUTHENTICATED));
  }

  private static JsonObject patched(JsonObject preferences, JsonObject patch) {
    JsonObject patched = Json.createMergePatch(patch).apply(preferences).asJsonObject();
    if (patched.toString().getBytes(StandardCharsets.UTF_8).length > MAX_PREFERENCES_BYTES) {
      throw new DomainException(
          ProblemCode.PAYLOAD_TOO_LARGE, "Preferences take 16 KiB at most together.");
    }
    return patched;
  }

  private static Profile profileOf(Account account) {
    return new Profile(account.user(), account.preferences());
  }
}
