package com.uru.chatbot.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PasswordHasherTest {
  private final PasswordHasher hasher = new PasswordHasher();

  @Test
  void knowsItsOwnHash() {
    String hash = hasher.hash("pässwörd 👋 long".toCharArray());

    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(hasher.matches("pässwörd 👋 long".toCharArray(), hash)).isTrue();
    assertThat(hasher.matches("pässwörd 👋 lonG".toCharArray(), hash)).isFalse();
  }

  @Test
  void saltsEveryHash() {
    assertThat(hasher.hash("the same one".toCharArray()))
        .isNotEqualTo(hasher.hash("the same one".toCharArray()));
  }

  @Test
  void agreesWithTheReferenceImplementation() {
    String reference =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    assertThat(hasher.matches("password".toCharArray(), reference)).isTrue();
  }

  @Test
  void findsNobodysPassword() {
    assertThat(hasher.matchesNobody("anything at all".toCharArray())).isFalse();
  }

  @Test
  void refusesWhatIsNoHash() {
    assertThatThrownBy(() -> hasher.matches("password".toCharArray(), "plain"))
        .isInstanceOf(IllegalStateException.class);
  }
}
