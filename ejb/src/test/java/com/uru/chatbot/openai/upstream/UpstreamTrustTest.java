package com.uru.chatbot.openai.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamTrustTest {
  @TempDir private Path folder;

  @Test
  void leavesTheJvmsOwnContextIfNothingIsConfigured() {
    assertThat(new UpstreamTrust(Optional.empty()).context()).isEmpty();
  }

  @Test
  void namesAFileThatIsMissing() {
    String missing = folder.resolve("missing.pem").toString();

    assertThatThrownBy(() -> new UpstreamTrust(Optional.of(missing)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("URU_OPENAI_CA_FILE: " + missing + " cannot be read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no certificate",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\nAAAA",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
      })
  void namesAFileWithoutCertificates(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("ca.pem"), content);

    assertThatThrownBy(() -> new UpstreamTrust(Optional.of(file.toString())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("URU_OPENAI_CA_FILE: " + file);
  }
}
