package com.uru.chatbot.identity.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.uru.chatbot.identity.user.EmailAddress;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
  private static final EmailAddress EMAIL = EmailAddress.of("ada.lovelace@example.org");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "short",
        "é1é2é3é4é",
        "e\u03011e\u03012e\u03013e\u03014e\u0301",
        "\uD83D\uDE00\uD83D\uDE01\uD83D\uDE02\uD83D\uDE03\uD83D\uDE04",
        "Password123",
        "qwertyuiop",
        "aaaaaaaaaaaaaa",
        "Ada.Lovelace@example.org",
        "ada.lovelace@example。ORG"
      })
  void refusesWhatIsGuessedFirst(String password) {
    assertThatThrownBy(() -> PasswordRules.require(password.toCharArray(), EMAIL, "newPassword"))
        .asInstanceOf(InstanceOfAssertFactories.type(DomainException.class))
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ProblemCode.VALIDATION_FAILED))
        .extracting(refusal -> refusal.members().get("violations"))
        .asString()
        .contains("newPassword");
  }

  @Test
  void allowsLongOnesWithoutKindsOfCharacters() {
    assertThatCode(() -> PasswordRules.require("it rains cats".toCharArray(), EMAIL, "password"))
        .doesNotThrowAnyException();
    assertThatCode(() -> PasswordRules.require("abcd".repeat(50).toCharArray(), EMAIL, "password"))
        .doesNotThrowAnyException();
  }

  @Test
  void countsCharactersAndNotCodeUnits() {
    assertThatCode(
            () -> PasswordRules.require("e\u0301abc".repeat(50).toCharArray(), EMAIL, "password"))
        .doesNotThrowAnyException();
    assertThatCode(
            () ->
                PasswordRules.require(
                    "ab\uD83D\uDE00\uD83D\uDE01".repeat(50).toCharArray(), EMAIL, "password"))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesWhatIsTooLong() {
    char[] password = ("abcd".repeat(50) + "e").toCharArray();

    assertThatThrownBy(() -> PasswordRules.require(password, EMAIL, "password"))
        .hasMessageContaining("200");
  }
}
