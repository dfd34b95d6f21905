package com.uru.chatbot.serverkey;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.uru.chatbot.shared.ClockProducer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;

/** Makes the file that {@link ServerKeys} reads. */
public final class ServerKeysFile {
  private ServerKeysFile() {}

  /**
   * Writes a new signing key pair and a new transport key pair, readable by the owner only.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is a file: keys are never overwritten
   */
  public static void generate(Path file) throws IOException {
    Instant now = new ClockProducer().clock().instant();
    List<JWK> keys = List.of(newKey(KeyUse.SIGNATURE, now), newKey(KeyUse.ENCRYPTION, now));
    write(file, new JWKSet(keys).toString(false));
  }

  /** Writes a file that is not there yet, readable by the owner only. */
  static void write(Path file, String json) throws IOException {
    try (OutputStream out =
        Channels.newOutputStream(
            Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                ownerOnly()))) {
      out.write(json.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Makes the file named by the only argument, unless it is there already. */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      throw new IllegalArgumentException("Usage: ServerKeysFile <file to make>");
    }
    Path file = Path.of(args[0]);
    if (!Files.exists(file)) {
      generate(file);
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  static JWK newKey(KeyUse use, Instant now) {
    try {
      return new ECKeyGenerator(Curve.P_256)
          .keyUse(use)
          .keyIDFromThumbprint(true)
          .issueTime(Date.from(now))
          .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("This Java cannot make P-256 keys", e);
    }
  }
}
