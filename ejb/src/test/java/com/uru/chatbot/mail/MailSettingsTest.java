package com.uru.chatbot.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailSettingsTest {
  private static final String SECRET = "s3cret-of-the-mail-server";

  private static MailSettings settings(
      @Nullable String host,
      @Nullable String port,
      @Nullable String security,
      @Nullable String user,
      @Nullable String password,
      @Nullable String from) {
    return new MailSettings(
        Optional.ofNullable(host),
        Optional.ofNullable(port),
        Optional.ofNullable(security),
        Optional.ofNullable(user),
        Optional.ofNullable(password),
        Optional.ofNullable(from));
  }

  @Test
  void sendsNoMailWithoutAHost() {
    assertThat(settings(null, null, null, null, null, null).isConfigured()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"starttls,587,true,false", "TLS,465,false,true", "none,25,false,false"})
  void protectsTheConnectionAsItIsTold(
      String security, String port, String startTls, String implicitTls) {
    assertThat(
            settings("mail.example.org", null, security, null, null, "uru@example.org")
                .toProperties())
        .containsEntry("mail.smtp.port", port)
        .containsEntry("mail.smtp.starttls.required", startTls)
        .containsEntry("mail.smtp.ssl.enable", implicitTls)
        .containsEntry("mail.smtp.ssl.checkserveridentity", "true");
  }

  @Test
  void insistsOnStartTlsUnlessItIsToldOtherwise() {
    assertThat(
            settings("mail.example.org", null, null, "uru", SECRET, "Uru <uru@example.org>")
                .toProperties())
        .containsEntry("mail.smtp.starttls.required", "true")
        .containsEntry("mail.smtp.auth", "true")
        .containsEntry("mail.from", "uru@example.org");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "-1", "smtp", "25;"})
  void refusesAPortThatIsNone(String port) {
    assertRefused("URU_SMTP_PORT", port, null, null, null, "uru@example.org");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"uru", "a@b@c", "uru@example.org\r\nBcc: x@example.org", "a@b.org, c@d.org"})
  void refusesASenderThatIsNoAddress(String from) {
    assertRefused("URU_SMTP_FROM", null, null, null, null, from);
  }

  @Test
  void refusesWhatDoesNotFitTogether() {
    assertRefused("URU_SMTP_FROM", null, null, null, null, null);
    assertRefused("URU_SMTP_USER", null, null, "uru", null, "uru@example.org");
    assertRefused("URU_SMTP_USER", null, null, null, SECRET, "uru@example.org");
    assertRefused("URU_SMTP_SECURITY", null, "ssl", null, null, "uru@example.org");
    assertRefused("URU_SMTP_SECURITY", null, "none", "uru", SECRET, "uru@example.org");
  }

  private static void assertRefused(
      String variable,
      @Nullable String port,
      @Nullable String security,
      @Nullable String user,
      @Nullable String password,
      @Nullable String from) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings("mail.example.org", port, security, user, password, from))
        .withMessageContaining(variable)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(SECRET))
        .withNoCause();
  }
}
