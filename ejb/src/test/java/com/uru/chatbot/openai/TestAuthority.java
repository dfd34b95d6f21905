package com.uru.chatbot.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A private certificate authority, made with the JDK's keytool, and a server's certificate. */
final class TestAuthority {
  private static final String PASSWORD = "changeit";

  private final Path folder;
  private final Path server;

  /** Makes the authority and a certificate for a host in this folder. */
  TestAuthority(Path folder, String host) throws IOException, InterruptedException {
    this.folder = folder;
    this.server = folder.resolve("server.p12");
    Path authority = folder.resolve("ca.p12");
    keytool("-genkeypair", authority, "-alias", "ca", "-dname", "CN=Test CA", "-ext", "bc:c");
    keytool("-exportcert", authority, "-alias", "ca", "-rfc", "-file", caFile().toString());
    keytool("-genkeypair", server, "-alias", "server", "-dname", "CN=" + host);
    String request = folder.resolve("server.csr").toString();
    String signed = folder.resolve("server.pem").toString();
    keytool("-certreq", server, "-alias", "server", "-file", request);
    keytool(
        "-gencert",
        authority,
        "-alias",
        "ca",
        "-ext",
        "san=dns:" + host,
        "-rfc",
        "-infile",
        request,
        "-outfile",
        signed);
    keytool("-importcert", server, "-alias", "ca", "-noprompt", "-file", caFile().toString());
    keytool("-importcert", server, "-alias", "server", "-noprompt", "-file", signed);
  }

  /** Returns the PEM file with the authority's certificate. */
  Path caFile() {
    return folder.resolve("ca.pem");
  }

  /** Returns the context of a server with the certificate. */
  SSLContext serverContext() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(server)) {
      keys.load(file, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static void keytool(String command, Path store, String... arguments)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    line.addAll(List.of(command, "-keystore", store.toString(), "-storepass", PASSWORD));
    if (command.equals("-genkeypair")) {
      line.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2"));
    }
    line.addAll(List.of(arguments));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
