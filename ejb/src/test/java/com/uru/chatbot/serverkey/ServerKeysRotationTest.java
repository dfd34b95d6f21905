package com.uru.chatbot.serverkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.uru.chatbot.serverkey.ServerKeysRotation.NotNowException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class ServerKeysRotationTest {
  private static final int OK = 0;
  private static final int UNKNOWN_COMMAND = 64;
  private static final int FILE_FAILED = 74;
  private static final int MISCONFIGURED = 78;

  @TempDir private Path directory;
  private Path file;
  private ServerKeysRotation rotation;

  @BeforeEach
  void makeKeys() throws IOException {
    file = directory.resolve("server-keys.json");
    ServerKeysFile.generate(file);
    rotation = new ServerKeysRotation(file);
  }

  @Test
  void addedKeysAreAcceptedButNotUsed() throws Exception {
    ServerKeys before = keys();

    rotation.add(Instant.now());

    assertThat(keys().currentSigningKey()).isEqualTo(before.currentSigningKey());
    assertThat(keys().verificationKeys().getKeys()).hasSize(2);
    assertThat(keys().publicKeys().getKeys())
        .hasSize(2)
        .first()
        .isEqualTo(before.publicKeys().getKeys().get(0));
  }

  @Test
  void promotedKeysAreUsedAndTheOldOnesAccepted() throws Exception {
    ServerKeys before = keys();
    rotation.add(Instant.now());

    rotation.promote();
    rotation.promote();

    assertThat(keys().currentSigningKey()).isNotEqualTo(before.currentSigningKey());
    assertThat(keys().verificationKeys().getKeys())
        .hasSize(2)
        .last()
        .isEqualTo(before.currentSigningKey().toPublicJWK());
    assertThat(keys().publicKeys().getKeys()).last().isEqualTo(transportKey(before));
    assertThat(keys().secrets("links")).hasSize(2).last().isEqualTo(before.secrets("links").get(0));
  }

  @Test
  void removedKeysAreGone() throws Exception {
    ServerKeys before = keys();
    rotation.add(Instant.now());
    rotation.promote();

    rotation.remove();

    assertThat(keys().verificationKeys().getKeys())
        .hasSize(1)
        .doesNotContain(before.currentSigningKey().toPublicJWK());
    assertThat(keys().publicKeys().getKeys()).hasSize(1).doesNotContain(transportKey(before));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void oldKeysCanStayForSharedLinksWhileOthersCome() throws Exception {
    Instant sameMoment = Instant.now();
    for (int i = 0; i < 3; i++) {
      rotation.add(sameMoment);
      rotation.promote();
    }

    assertThat(keys().verificationKeys().getKeys()).hasSize(4).doesNotHaveDuplicates();
  }

  @Test
  void keysWithoutATimeAreTheOldest() throws Exception {
    JWK signing = keyWithoutTime(KeyUse.SIGNATURE);
    JWK transport = keyWithoutTime(KeyUse.ENCRYPTION);
    Files.writeString(file, new JWKSet(List.of(transport, signing)).toString(false));

    rotation.add(Instant.now());
    rotation.promote();

    assertThat(keys().currentSigningKey()).isNotEqualTo(signing);
    assertThat(keys().publicKeys().getKeys()).last().isEqualTo(transport.toPublicJWK());
  }

  @Test
  void stepsInAnotherOrderChangeNothing() throws Exception {
    rotation.add(Instant.now());
    String before = Files.readString(file);

    assertThatThrownBy(() -> rotation.add(Instant.now()))
        .isInstanceOf(NotNowException.class)
        .hasMessageContaining("promote comes first");
    assertThatThrownBy(() -> rotation.remove()).isInstanceOf(NotNowException.class);

    assertThat(file).content().isEqualTo(before);
  }

  @Test
  void saysWhatIsWrongByItsExitCode() throws Exception {
    String keys = file.toString();

    assertThat(ServerKeysRotation.run(keys)).isEqualTo(UNKNOWN_COMMAND);
    assertThat(ServerKeysRotation.run(keys, "begin")).isEqualTo(UNKNOWN_COMMAND);
    assertThat(ServerKeysRotation.run("", "add")).isEqualTo(MISCONFIGURED);
    assertThat(ServerKeysRotation.run(keys + "x", "add")).isEqualTo(FILE_FAILED);
    assertThat(ServerKeysRotation.run(keys, "add")).isEqualTo(OK);
    assertThat(ServerKeysRotation.run(keys, "remove")).isEqualTo(MISCONFIGURED);
    assertThat(ServerKeysRotation.run(keys, "promote")).isEqualTo(OK);
    Files.writeString(file, "{}");
    assertThat(ServerKeysRotation.run(keys, "add")).isEqualTo(MISCONFIGURED);
    assertThat(file).content().isEqualTo("{}");
  }

  private ServerKeys keys() throws IOException {
    return ServerKeys.ofJson(Files.readString(file));
  }

  private static JWK transportKey(ServerKeys keys) {
    return keys.publicKeys().getKeys().get(0);
  }

  private static JWK keyWithoutTime(KeyUse use) throws JOSEException {
    return new ECKeyGenerator(Curve.P_256).keyUse(use).keyIDFromThumbprint(true).generate();
  }
}
