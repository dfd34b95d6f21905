package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for {@code localhost} and {@code upstream.invalid} that signs itself, made with the
 * JDK's keytool.
 *
 * @param certificate PEM file with the certificate
 * @param key PEM file with the private key
 * @param both PEM file with both
 * @param trusting what clients need to accept it
 */
record ServerCertificate(Path certificate, Path key, Path both, SSLContext trusting) {
  private static final String PASSWORD = "changeit";
  private static final String ALIAS = "server";

  /** Makes the files in this folder. */
  static ServerCertificate in(Path folder) throws IOException, InterruptedException {
    Path store = folder.resolve("server.p12");
    keytool(store);
    try (InputStream file = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(file, PASSWORD.toCharArray());
      Certificate certificate = keys.getCertificate(ALIAS);
      String first = pem("CERTIFICATE", certificate.getEncoded());
      String second = pem("PRIVATE KEY", keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
      return new ServerCertificate(
          Files.writeString(folder.resolve("server.crt"), first),
          Files.writeString(folder.resolve("server.key"), second),
          Files.writeString(folder.resolve("server.pem"), first + second),
          trusting(certificate));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static SSLContext trusting(Certificate certificate)
      throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry(ALIAS, certificate);
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private static String pem(String type, byte[] content) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type, lines);
  }

  private static void keytool(Path store) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-alias",
                ALIAS,
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,dns:upstream.invalid",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "2")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
