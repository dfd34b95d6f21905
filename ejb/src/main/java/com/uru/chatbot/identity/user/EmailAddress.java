package com.uru.chatbot.identity.user;

import com.uru.chatbot.shared.CaseFolding;
import com.uru.chatbot.shared.DomainException;
import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An e-mail address. Two addresses are the same if their keys are equal.
 *
 * @param text as it was typed, without white space around it
 * @param key the canonical form: the local part without differences of case and Unicode
 *     normalization form, the domain in ASCII. Never null, also if this is no address.
 */
public record EmailAddress(String text, String key) {
  private static final int MIN_LENGTH = 3;
  private static final int MAX_LENGTH = 254;
  private static final int MAX_LOCAL_LENGTH = 64;

  /** The atoms of RFC 5322, extended by RFC 6531: whatever is visible and not ASCII. */
  private static final Pattern LOCAL_PART =
      Pattern.compile("ATOM(?:\\.ATOM)*".replace("ATOM", "[\\w!#$%&'*+/=?^`{|}~[^\\p{ASCII}]-]+"));

  private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\p{Z}\\u034F\\uFE00-\\uFE0F]");

  /**
   * Returns the address for a typed text, which may not be an address: see {@link #requireValid}.
   */
  public static EmailAddress of(String typed) {
    String text = typed.strip();
    int at = text.lastIndexOf('@');
    String domain = text.substring(at + 1);
    String key =
        foldLocalPart(text.substring(0, at + 1))
            + domainKey(domain).orElseGet(() -> foldLocalPart(domain));
    return new EmailAddress(text, key);
  }

  /** A domain that is too long is none; its encoding would take the square of its length. */
  private static Optional<String> domainKey(String domain) {
    return domain.length() > MAX_LENGTH ? Optional.empty() : DomainName.toAscii(domain);
  }

  private static String foldLocalPart(String part) {
    String decomposed = Normalizer.normalize(part, Normalizer.Form.NFD);
    return Normalizer.normalize(CaseFolding.fold(decomposed), Normalizer.Form.NFC);
  }

  /**
   * Lets an address pass that mail can be sent to: a local part without quotes, and a domain name.
   *
   * @param field what the request calls the address
   * @throws DomainException {@code VALIDATION_FAILED} that names the field
   */
  public void requireValid(String field) {
    fault()
        .ifPresent(
            fault -> {
              throw DomainException.invalid(field, fault);
            });
  }

  /**
   * Returns the address as mail is sent to it, with its domain in ASCII; empty if it is none. It
   * has neither white space nor control characters.
   */
  public Optional<String> mailbox() {
    return fault().isPresent()
        ? Optional.empty()
        : Optional.of(
            text.substring(0, text.lastIndexOf('@')) + key.substring(key.lastIndexOf('@')));
  }

  /** Returns the domain in ASCII and lower case, as {@link DomainName#toAscii}. */
  public Optional<String> domain() {
    return domainKey(text.substring(text.lastIndexOf('@') + 1));
  }

  private Optional<String> fault() {
    int at = text.lastIndexOf('@');
    String local = text.substring(0, Math.max(0, at));
    String domain = text.substring(at + 1);
    if (text.length() < MIN_LENGTH || text.length() > MAX_LENGTH) {
      return Optional.of("Use an e-mail address of 3 to 254 characters.");
    }
    if (local.length() > MAX_LOCAL_LENGTH
        || !LOCAL_PART.matcher(local).matches()
        || INVISIBLE.matcher(local).find()) {
      return Optional.of("This is not an e-mail address: check what is before the @.");
    }
    return domainKey(domain).isPresent()
        ? Optional.empty()
        : Optional.of("This is not an e-mail address: what follows the @ is no domain name.");
  }

  /** Names no address: this text ends up in logs. */
  @Override
  public String toString() {
    return "EmailAddress";
  }
}
