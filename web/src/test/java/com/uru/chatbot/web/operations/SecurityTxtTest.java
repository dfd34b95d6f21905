package com.uru.chatbot.web.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityTxtTest {
  @Test
  void hasTheFieldsOfTheRfc() {
    SecurityTxt file = SecurityTxt.parse("mailto:security@example.org, https://example.org/report");

    String text =
        file.text(URI.create("https://chat.example.org"), Instant.parse("2026-11-30T10:20:30Z"));

    assertThat(text)
        .isEqualTo(
            """
            Contact: mailto:security@example.org\r
            Contact: https://example.org/report\r
            Expires: 2027-02-28T00:00:00Z\r
            Preferred-Languages: en\r
            Canonical: https://chat.example.org/.well-known/security.txt\r
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ","})
  void hasNoContactsWithoutASetting(String setting) {
    assertThat(SecurityTxt.parse(setting).contacts()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"security@example.org", "http://example.org", "javascript:1", "two words"})
  void refusesWhatIsNoContact(String setting) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SecurityTxt.parse(setting))
        .withMessageStartingWith(setting + " is not a contact");
  }
}
