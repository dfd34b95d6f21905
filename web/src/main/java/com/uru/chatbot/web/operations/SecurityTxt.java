package com.uru.chatbot.web.operations;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The file that tells whom to write to about a vulnerability (RFC 9116). */
record SecurityTxt(List<URI> contacts) {
  /** The RFC advises less than a year. */
  private static final Duration VALID_FOR = Duration.ofDays(90);

  private static final Set<String> SCHEMES = Set.of("https", "mailto", "tel");

  SecurityTxt {
    contacts = List.copyOf(contacts);
  }

  /**
   * Reads a list of contacts, separated by commas.
   *
   * @throws IllegalArgumentException whose message says which part is no contact
   */
  static SecurityTxt parse(String setting) {
    return new SecurityTxt(
        Stream.of(setting.split(",", -1))
            .map(String::strip)
            .filter(contact -> !contact.isEmpty())
            .map(SecurityTxt::requireContact)
            .toList());
  }

  private static URI requireContact(String text) {
    try {
      URI contact = new URI(text);
      if (contact.getScheme() != null && SCHEMES.contains(contact.getScheme())) {
        return contact;
      }
    } catch (URISyntaxException e) {
      throw noContact(text, e);
    }
    throw noContact(text, null);
  }

  private static IllegalArgumentException noContact(String text, @Nullable Exception cause) {
    return new IllegalArgumentException(
        text + " is not a contact: write mailto:security@example.org, or an address with https.",
        cause);
  }

  /**
   * Returns the text of the file.
   *
   * @param issuer the address of this installation
   */
  String text(URI issuer, Instant now) {
    StringBuilder text = new StringBuilder();
    contacts.forEach(contact -> text.append("Contact: ").append(contact).append("\r\n"));
    return text.append("Expires: ")
        .append(now.truncatedTo(ChronoUnit.DAYS).plus(VALID_FOR))
        .append("\r\nPreferred-Languages: en\r\nCanonical: ")
        .append(issuer.resolve(SecurityTxtServlet.PATH))
        .append("\r\n")
        .toString();
  }
}
