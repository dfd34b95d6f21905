package com.uru.chatbot.identity.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.text.Normalizer;
import org.junit.jupiter.api.Test;

class PasswordHasherTest {
  /** Of "pässwörd" in normalization form D, made by a version that hashed characters as typed. */
  private static final String HASH_OF_DECOMPOSED =
      "$argon2id$v=19$m=19456,t=2,p=1$c2FsdCBvZiBhIHRlc3QgMQ$mI3HEBBv+F65Hq11z3PrHOkLvukIAP7HOLmSiStNb+I";

  private final PasswordHasher hasher = new PasswordHasher();

  @Test
  void knowsItsOwnHash() {
    String hash = hasher.hash("pässwörd 👋 long".toCharArray());

    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(hasher.matches("pässwörd 👋 long".toCharArray(), hash)).isTrue();
    assertThat(hasher.matches("pässwörd 👋 lonG".toCharArray(), hash)).isFalse();
  }

  @Test
  void knowsAPasswordInAnyNormalizationForm() {
    char[] composed = "Grüße-aus-Köln-é".toCharArray();
    char[] decomposed = Normalizer.normalize("Grüße-aus-Köln-é", Normalizer.Form.NFD).toCharArray();

    assertThat(decomposed).isNotEqualTo(composed);
    assertThat(hasher.matches(decomposed, hasher.hash(composed))).isTrue();
    assertThat(hasher.matches(composed, hasher.hash(decomposed))).isTrue();
    assertThat(hasher.matches("Gruße-aus-Köln-é".toCharArray(), hasher.hash(composed))).isFalse();
  }

  @Test
  void knowsAHashOfTheCharactersAsTheyWereTyped() {
    char[] decomposed = Normalizer.normalize("pässwörd", Normalizer.Form.NFD).toCharArray();

    assertThat(hasher.matches(decomposed, HASH_OF_DECOMPOSED)).isTrue();
    assertThat(hasher.matches("passwörd".toCharArray(), HASH_OF_DECOMPOSED)).isFalse();
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
