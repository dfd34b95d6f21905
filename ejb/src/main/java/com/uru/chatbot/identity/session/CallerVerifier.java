package com.uru.chatbot.identity.session;

import com.uru.chatbot.identity.token.TokenIssuer;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.shared.TtlCache;
import com.uru.chatbot.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks at each request that what an access token says is still true, so that ending a session,
 * disabling a user or changing a role counts within a second and not when the token expires.
 */
@ApplicationScoped
public class CallerVerifier {
  private static final Duration MEMORY = Duration.ofSeconds(1);
  private static final int MOST_REMEMBERED = 10_000;

  private final TtlCache<UUID, Presented> verified = new TtlCache<>(MEMORY, MOST_REMEMBERED);
  private LoginSessions sessions;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected CallerVerifier() {}

  @Inject
  public CallerVerifier(LoginSessions sessions, Clock clock) {
    this.sessions = sessions;
    this.clock = clock;
  }

  /**
   * Lets a caller pass whose session is alive, who is active, and who still has the role that the
   * token gives.
   *
   * @param rotationId the {@value TokenIssuer#ROTATION_ID} of the token, {@code null} if it has
   *     none
   * @throws DomainException {@code SESSION_EXPIRED}, or {@code TOKEN_EXPIRED} if the role is
   *     another one now and the token has to be refreshed
   */
  public void verify(Caller caller, @Nullable UUID rotationId) {
    Instant now = clock.instant();
    Presented presented = new Presented(caller, rotationId);
    if (verified.get(caller.loginSessionId(), now).filter(presented::equals).isPresent()) {
      return;
    }
    SessionStanding standing =
        sessions
            .present(caller, rotationId)
            .filter(found -> found.allowsAt(now))
            .orElseThrow(() -> new DomainException(ProblemCode.SESSION_EXPIRED));
    if (standing.role() != caller.role()) {
      throw new DomainException(ProblemCode.TOKEN_EXPIRED, "Your role has changed.");
    }
    verified.put(caller.loginSessionId(), presented, now);
  }

  /**
   * Returns those of the callers whose session has ended or who are not active any more, as the
   * database knows it now. One query for each tenant.
   *
   * @param callers may be a view to which other threads add callers: those who are not in it now
   *     are not checked
   */
  public Set<Caller> signedOut(Collection<Caller> callers) {
    Set<Caller> signedOut = new HashSet<>(callers);
    Map<UUID, Set<UUID>> sessionsOfTenants =
        signedOut.stream()
            .collect(
                Collectors.groupingBy(
                    Caller::tenantId,
                    Collectors.mapping(Caller::loginSessionId, Collectors.toSet())));
    sessionsOfTenants.forEach(
        (tenantId, ids) -> {
          Set<UUID> alive = sessions.aliveAmong(tenantId, ids);
          signedOut.removeIf(
              caller ->
                  caller.tenantId().equals(tenantId) && alive.contains(caller.loginSessionId()));
        });
    return signedOut;
  }

  /** Makes the next request of a session ask the database. */
  public void forget(UUID loginSessionId) {
    verified.remove(loginSessionId);
  }

  private record Presented(Caller caller, @Nullable UUID rotationId) {}
}
