package com.uru.chatbot.web.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.Role;
import jakarta.json.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessTokenFilterTest {
  private static final long NOW = 1_800_000_000;

  private final UUID tenant = UUID.randomUUID();
  private final UUID user = UUID.randomUUID();
  private final UUID session = UUID.randomUUID();
  private final Map<String, Object> claims = new HashMap<>();

  @BeforeEach
  void makeAGoodToken() {
    claims.put("sub", user.toString());
    claims.put("tid", tenant.toString());
    claims.put("sid", Json.createValue(session.toString()));
    claims.put("token_use", "access");
    claims.put("iat", NOW);
    claims.put("groups", Set.of("viewer"));
  }

  @Test
  void readsTheCaller() {
    assertThat(AccessTokenFilter.callerOf(token(), NOW))
        .isEqualTo(new Caller(tenant, user, Role.VIEWER, session));
  }

  @Test
  void refusesATokenThatIsForSomethingElse() {
    claims.put("token_use", "refresh");
    assertRefused();
    claims.remove("token_use");
    assertRefused();
  }

  @Test
  void refusesATokenFromTheFuture() {
    claims.put("iat", NOW + 30);
    assertThat(AccessTokenFilter.callerOf(token(), NOW)).isNotNull();
    claims.put("iat", NOW + 31);
    assertRefused();
  }

  @Test
  void refusesATokenWhoseTimeHasNotCome() {
    claims.put("nbf", Json.createValue(NOW + 31));
    assertRefused();
    claims.put("nbf", NOW + 31);
    assertRefused();
    claims.put("nbf", NOW);
    assertThat(AccessTokenFilter.callerOf(token(), NOW)).isNotNull();
  }

  @Test
  void refusesIdsThatAreNone() {
    for (String name : new String[] {"sub", "tid", "sid"}) {
      Object good = claims.put(name, "1");
      assertRefused();
      claims.remove(name);
      assertRefused();
      claims.put(name, good);
    }
  }

  @Test
  void refusesOtherThanOneKnownRole() {
    claims.put("groups", Set.of("admin", "user"));
    assertRefused();
    claims.put("groups", Set.of());
    assertRefused();
    claims.put("groups", Set.of("root"));
    assertRefused();
    claims.remove("groups");
    assertRefused();
  }

  private void assertRefused() {
    assertThat(
            catchThrowableOfType(
                DomainException.class, () -> AccessTokenFilter.callerOf(token(), NOW)))
        .isNotNull()
        .extracting(DomainException::code)
        .isEqualTo(ProblemCode.UNAUTHENTICATED);
  }

  private JsonWebToken token() {
    return new JsonWebToken() {
      @Override
      public String getName() {
        return user.toString();
      }

      @Override
      public Set<String> getClaimNames() {
        return claims.keySet();
      }

      @Override
      @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
      public <T> @Nullable T getClaim(String name) {
        return (T) claims.get(name);
      }
    };
  }
}
