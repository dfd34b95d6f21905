package com.uru.chatbot.web.identity;

import static jakarta.security.enterprise.identitystore.CredentialValidationResult.INVALID_RESULT;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.security.enterprise.CallerPrincipal;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerifiedTokensTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final String TOKEN = "Bearer a.b.c";

  private final VerifiedTokens tokens = new VerifiedTokens();
  private int checks;

  @Test
  void checksAGoodTokenOnce() {
    CredentialValidationResult first = validate(TOKEN, NOW, good());

    assertThat(validate(TOKEN, NOW.plusSeconds(59), INVALID_RESULT)).isSameAs(first);
    assertThat(checks).isEqualTo(1);
  }

  @Test
  void checksAgainAfterAMinute() {
    validate(TOKEN, NOW, good());

    assertThat(validate(TOKEN, NOW.plusSeconds(60), INVALID_RESULT)).isSameAs(INVALID_RESULT);
  }

  @Test
  void checksAgainWhenTheTokenHasExpired() {
    validate(TOKEN, NOW, goodUntil(NOW.plusSeconds(10)));

    assertThat(validate(TOKEN, NOW.plusSeconds(10), INVALID_RESULT)).isSameAs(INVALID_RESULT);
  }

  @Test
  void checksAgainWhenTheClockWasSetBack() {
    validate(TOKEN, NOW, good());

    assertThat(validate(TOKEN, NOW.minusSeconds(1), INVALID_RESULT)).isSameAs(INVALID_RESULT);
  }

  @Test
  void takesNoTokenForAnother() {
    validate(TOKEN, NOW, good());

    assertThat(validate("Bearer a.b.d", NOW, INVALID_RESULT)).isSameAs(INVALID_RESULT);
    assertThat(validate("bearer a.b.c", NOW, INVALID_RESULT)).isSameAs(INVALID_RESULT);
  }

  @Test
  void remembersNoRefusalAndNoRequestWithoutAToken() {
    validate(TOKEN, NOW, INVALID_RESULT);
    validate(null, NOW, good());

    validate(TOKEN, NOW, good());
    validate(null, NOW, good());

    assertThat(checks).isEqualTo(4);
  }

  @Test
  void remembersNoMoreThanItMay() {
    for (int i = 0; i <= VerifiedTokens.MOST_REMEMBERED; i++) {
      validate(TOKEN + i, NOW, good());
    }

    validate(TOKEN + 0, NOW, good());

    assertThat(checks).isEqualTo(VerifiedTokens.MOST_REMEMBERED + 2);
  }

  private CredentialValidationResult validate(
      @Nullable String token, Instant now, CredentialValidationResult outcome) {
    return tokens.validate(
        token,
        now,
        () -> {
          checks++;
          return outcome;
        });
  }

  private static CredentialValidationResult good() {
    return goodUntil(NOW.plus(Duration.ofMinutes(10)));
  }

  private static CredentialValidationResult goodUntil(Instant expiry) {
    return new CredentialValidationResult(new Token(expiry), Set.of("user"));
  }

  private static final class Token extends CallerPrincipal implements JsonWebToken {
    private static final long serialVersionUID = 1;

    private final Instant expiry;

    Token(Instant expiry) {
      super("ada");
      this.expiry = expiry;
    }

    @Override
    public Set<String> getClaimNames() {
      return Set.of("exp");
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <T> T getClaim(String name) {
      return (T) Long.valueOf(expiry.getEpochSecond());
    }
  }
}
