package com.uru.chatbot.openai.upstream;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The certificate authorities that the upstream's certificate may come from: those of the JVM, and
 * those in a PEM file ({@code URU_OPENAI_CA_FILE}).
 */
@Dependent
public class UpstreamTrust {
  private final Optional<SSLContext> context;

  /**
   * Reads the file.
   *
   * @param file a path; empty: only the authorities of the JVM
   * @throws IllegalArgumentException if the file cannot be read or contains no certificate
   */
  @Inject
  public UpstreamTrust(@ConfigProperty(name = "uru.openai.ca-file") Optional<String> file) {
    this.context = file.map(path -> newContext(certificates(path)));
  }

  /** Returns the context for the HTTP clients, or empty if the JVM's own is enough. */
  Optional<SSLContext> context() {
    return context;
  }

  private static Collection<? extends Certificate> certificates(String file) {
    try (InputStream pem = Files.newInputStream(Path.of(file))) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(pem);
      if (certificates.isEmpty()) {
        throw invalid(file, "contains no certificate", null);
      }
      return certificates;
    } catch (IOException e) {
      throw invalid(file, "cannot be read", e);
    } catch (CertificateException e) {
      throw invalid(file, "is not a PEM file of certificates", e);
    }
  }

  private static IllegalArgumentException invalid(
      String file, String problem, @Nullable Exception cause) {
    return new IllegalArgumentException("URU_OPENAI_CA_FILE: " + file + " " + problem, cause);
  }

  private static SSLContext newContext(Collection<? extends Certificate> certificates) {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int number = 0;
      for (Certificate certificate : defaultAuthorities()) {
        trusted.setCertificateEntry("default-" + number++, certificate);
      }
      for (Certificate certificate : certificates) {
        trusted.setCertificateEntry("file-" + number++, certificate);
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trustManagers(trusted).getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("The certificate authorities cannot be loaded", e);
    }
  }

  private static Certificate[] defaultAuthorities() throws GeneralSecurityException {
    return Arrays.stream(trustManagers(null).getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
        .toArray(Certificate[]::new);
  }

  /** Returns trust managers for this store, or for the JVM's own if it is null. */
  private static TrustManagerFactory trustManagers(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }
}
