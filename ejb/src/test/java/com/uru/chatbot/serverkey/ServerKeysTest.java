package com.uru.chatbot.serverkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerKeysTest {
  @TempDir private Path directory;

  @Test
  void readsWhatTheFileMakerWrote() throws IOException {
    Path file = directory.resolve("keys.json");

    ServerKeysFile.generate(file);
    ServerKeys keys = ServerKeys.ofJson(Files.readString(file));

    assertThat(keys.currentSigningKey().isPrivate()).isTrue();
    assertThat(keys.publicKeys().getKeys()).hasSize(1);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void neverOverwritesKeys() throws IOException {
    Path file = directory.resolve("keys.json");
    ServerKeysFile.generate(file);
    String before = Files.readString(file);

    ServerKeysFile.main(new String[] {file.toString()});

    assertThat(Files.readString(file)).isEqualTo(before);
    assertThatThrownBy(() -> ServerKeysFile.generate(file))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void signsWithTheFirstAndAcceptsTheOthers() throws JOSEException {
    ECKey current = key(KeyUse.SIGNATURE);
    ECKey former = key(KeyUse.SIGNATURE);
    ECKey transport = key(KeyUse.ENCRYPTION);

    ServerKeys keys = new ServerKeys(new JWKSet(List.of(transport, current, former)));

    assertThat(keys.currentSigningKey()).isEqualTo(current);
    assertThat(keys.verificationKeys().getKeys())
        .containsExactly(current.toPublicJWK(), former.toPublicJWK());
    assertThat(keys.find(transport.getKeyID())).contains(transport);
    assertThat(keys.find(current.getKeyID())).isEmpty();
  }

  @Test
  void givesNoPrivateHalvesAway() throws JOSEException {
    ServerKeys keys =
        new ServerKeys(new JWKSet(List.of(key(KeyUse.SIGNATURE), key(KeyUse.ENCRYPTION))));

    assertThat(keys.verificationKeys().getKeys()).noneMatch(JWK::isPrivate);
    assertThat(keys.publicKeys().getKeys()).noneMatch(JWK::isPrivate);
  }

  @Test
  void refusesASetWithoutASigningKey() throws JOSEException {
    JWKSet onlyTransport = new JWKSet(List.of(key(KeyUse.ENCRYPTION)));

    assertThatThrownBy(() -> new ServerKeys(onlyTransport))
        .isInstanceOf(InvalidServerKeysException.class)
        .hasMessageContaining("use: sig");
  }

  @Test
  void refusesPublicHalvesAndOtherCurves() throws JOSEException {
    ECKey transport = key(KeyUse.ENCRYPTION);
    JWK publicHalf = key(KeyUse.SIGNATURE).toPublicJWK();
    ECKey otherCurve =
        new ECKeyGenerator(Curve.P_384)
            .keyUse(KeyUse.SIGNATURE)
            .keyIDFromThumbprint(true)
            .generate();

    for (JWK unusable : List.of(publicHalf, otherCurve)) {
      JWKSet set = new JWKSet(List.of(unusable, transport));
      assertThatThrownBy(() -> new ServerKeys(set)).hasMessageContaining("P-256");
    }
  }

  @Test
  void doesNotQuoteABadSet() {
    assertThatThrownBy(() -> ServerKeys.ofJson("{\"keys\":[{\"d\":\"private\""))
        .isInstanceOf(InvalidServerKeysException.class)
        .hasNoCause()
        .hasMessage("The server keys are not a JWK Set.");
  }

  private static ECKey key(KeyUse use) throws JOSEException {
    return new ECKeyGenerator(Curve.P_256).keyUse(use).keyIDFromThumbprint(true).generate();
  }
}
