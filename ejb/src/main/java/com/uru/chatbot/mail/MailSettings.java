package com.uru.chatbot.mail;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The mail server ({@code URU_SMTP_*}); there is none unless {@code URU_SMTP_HOST} is set. */
@Dependent
class MailSettings {
  private static final int MAX_PORT = 65_535;
  private static final String CONNECT_TIMEOUT_MILLIS = "4000";
  private static final String READ_TIMEOUT_MILLIS = "8000";
  private static final String WRITE_TIMEOUT_MILLIS = "8000";

  /** How the connection is protected. */
  private enum Protection {
    /** The connection begins readable and is refused unless the server changes to TLS. */
    STARTTLS,
    /** TLS from the first byte. */
    TLS,
    /** Readable by everybody on the way. */
    NONE
  }

  private final Optional<String> host;
  private final int port;
  private final Protection protection;
  private final Optional<String> user;
  private final Optional<String> password;
  private final Optional<InternetAddress> from;

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException if they do not fit together; its message names the variable
   *     and quotes no value
   */
  @Inject
  MailSettings(
      @ConfigProperty(name = "uru.smtp.host") Optional<String> host,
      @ConfigProperty(name = "uru.smtp.port") Optional<String> port,
      @ConfigProperty(name = "uru.smtp.security") Optional<String> security,
      @ConfigProperty(name = "uru.smtp.user") Optional<String> user,
      @ConfigProperty(name = "uru.smtp.password") Optional<String> password,
      @ConfigProperty(name = "uru.smtp.from") Optional<String> from) {
    this.host = host.map(String::strip);
    this.protection = protection(security.orElse("starttls"));
    this.port = port.map(MailSettings::port).orElseGet(this::defaultPort);
    this.user = user;
    this.password = password;
    this.from = from.map(MailSettings::sender);
    requireConsistency();
  }

  private static Protection protection(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "starttls" -> Protection.STARTTLS;
      case "tls" -> Protection.TLS;
      case "none" -> Protection.NONE;
      default ->
          throw new IllegalArgumentException("URU_SMTP_SECURITY must be starttls, tls or none");
    };
  }

  private static int port(String text) {
    try {
      int number = Integer.parseInt(text.strip());
      if (number > 0 && number <= MAX_PORT) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below.
    }
    throw new IllegalArgumentException("URU_SMTP_PORT must be a number from 1 to 65535");
  }

  private int defaultPort() {
    return switch (protection) {
      case STARTTLS -> 587;
      case TLS -> 465;
      case NONE -> 25;
    };
  }

  private static InternetAddress sender(String text) {
    try {
      InternetAddress address = new InternetAddress(text, true);
      if (address.getAddress().contains("@")) {
        return address;
      }
    } catch (AddressException e) {
      // Refused below.
    }
    throw new IllegalArgumentException(
        "URU_SMTP_FROM must be an address such as uru@example.org or Uru <uru@example.org>");
  }

  private void requireConsistency() {
    if (host.isEmpty()) {
      return;
    }
    if (from.isEmpty()) {
      throw new IllegalArgumentException(
          "URU_SMTP_HOST needs URU_SMTP_FROM, the address that mail comes from");
    }
    if (user.isPresent() != password.isPresent()) {
      throw new IllegalArgumentException("URU_SMTP_USER and URU_SMTP_PASSWORD need each other");
    }
    if (user.isPresent() && protection == Protection.NONE) {
      throw new IllegalArgumentException(
          "URU_SMTP_PASSWORD needs URU_SMTP_SECURITY=starttls or tls: without them, everybody on"
              + " the way to the mail server could read the password");
    }
  }

  boolean isConfigured() {
    return host.isPresent();
  }

  /** Returns the sender's address; call it only if {@link #isConfigured}. */
  InternetAddress from() {
    return from.orElseThrow();
  }

  Optional<String> user() {
    return user;
  }

  Optional<String> password() {
    return password;
  }

  /** Returns what Jakarta Mail is told; call it only if {@link #isConfigured}. */
  Properties toProperties() {
    Properties properties = new Properties();
    properties.setProperty("mail.transport.protocol", "smtp");
    properties.setProperty("mail.smtp.host", host.orElseThrow());
    properties.setProperty("mail.smtp.port", Integer.toString(port));
    properties.setProperty("mail.smtp.auth", Boolean.toString(user.isPresent()));
    properties.setProperty("mail.smtp.connectiontimeout", CONNECT_TIMEOUT_MILLIS);
    properties.setProperty("mail.smtp.timeout", READ_TIMEOUT_MILLIS);
    properties.setProperty("mail.smtp.writetimeout", WRITE_TIMEOUT_MILLIS);
    properties.setProperty(
        "mail.smtp.starttls.enable", Boolean.toString(protection == Protection.STARTTLS));
    properties.setProperty(
        "mail.smtp.starttls.required", Boolean.toString(protection == Protection.STARTTLS));
    properties.setProperty("mail.smtp.ssl.enable", Boolean.toString(protection == Protection.TLS));
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    // The local parts of addresses may have other letters than those of ASCII (RFC 6531).
    properties.setProperty("mail.mime.allowutf8", "true");
    // Also the end of message ids, which would name the machine otherwise.
    properties.setProperty("mail.from", from().getAddress());
    return properties;
  }
}
