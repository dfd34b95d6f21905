package com.uru.chatbot.identity.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.uru.chatbot.identity.user.EmailAddress;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
  private static final String NAME = "Ada Byron";
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
        "ada.lovelace@example。ORG",
        "1q2w3e4r5t6y",
        "iloveyou2010",
        "qwerty123456"
      })
  void refusesWhatIsGuessedFirst(String password) {
    assertThatThrownBy(
            () -> PasswordRules.require(password.toCharArray(), EMAIL, NAME, "newPassword"))
        .asInstanceOf(InstanceOfAssertFactories.type(DomainException.class))
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ProblemCode.VALIDATION_FAILED))
        .extracting(refusal -> refusal.members().get("violations"))
        .asString()
        .contains("newPassword");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AdaLovelace1",
        "lovelace-2026",
        "example.org!!",
        "Byron-Byron-42",
        "byron.lovelace"
      })
  void refusesWhatIsLittleMoreThanTheOwner(String password) {
    assertThatThrownBy(
            () -> PasswordRules.require(password.toCharArray(), EMAIL, NAME, "newPassword"))
        .hasMessageContaining("name or address");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lovelace drinks tea", "the ada of my street", "Byron and three cats"})
  void allowsTheNameOfTheOwnerWithinMore(String password) {
    assertThatCode(() -> PasswordRules.require(password.toCharArray(), EMAIL, NAME, "newPassword"))
        .doesNotThrowAnyException();
  }

  @Test
  void knowsAHundredThousandCommonPasswordsThatAreLongEnough() throws IOException {
    List<String> shipped = shippedPasswords();

    assertThat(shipped).hasSizeGreaterThan(100_000).allMatch(CommonPasswords::contains);
    assertThat(shipped).contains("1234567890");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n", "!", "nine quiet rivers", "123456789", "1234567890\n", "\uFFFD"})
  void knowsNoOtherOnes(String password) {
    assertThat(CommonPasswords.contains(password)).isFalse();
  }

  private static List<String> shippedPasswords() throws IOException {
    try (InputStream packed = CommonPasswords.class.getResourceAsStream("common-passwords.gz")) {
      return new String(new GZIPInputStream(packed).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    }
  }

  @Test
  void allowsLongOnesWithoutKindsOfCharacters() {
    assertThatCode(
            () -> PasswordRules.require("it rains cats".toCharArray(), EMAIL, NAME, "password"))
        .doesNotThrowAnyException();
    assertThatCode(
            () -> PasswordRules.require("abcd".repeat(50).toCharArray(), EMAIL, NAME, "password"))
        .doesNotThrowAnyException();
  }

  @Test
  void countsCharactersAndNotCodeUnits() {
    assertThatCode(
            () ->
                PasswordRules.require(
                    "e\u0301abc".repeat(50).toCharArray(), EMAIL, NAME, "password"))
        .doesNotThrowAnyException();
    assertThatCode(
            () ->
                PasswordRules.require(
                    "ab\uD83D\uDE00\uD83D\uDE01".repeat(50).toCharArray(), EMAIL, NAME, "password"))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesWhatIsTooLong() {
    char[] password = ("abcd".repeat(50) + "e").toCharArray();

    assertThatThrownBy(() -> PasswordRules.require(password, EMAIL, NAME, "password"))
        .hasMessageContaining("200");
  }
}
