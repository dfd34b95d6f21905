package com.uru.chatbot.identity.account;

import com.uru.chatbot.identity.user.TenantToken;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/** The secret of a link by which a person sets a password once, without the old one. */
public final class PasswordLink extends TenantToken {
  private PasswordLink(UUID tenantId, byte[] secret) {
    super(tenantId, secret);
  }

  static PasswordLink random(UUID tenantId) {
    return new PasswordLink(tenantId, randomSecret());
  }

  /**
   * Returns the page that the link leads to. The secret is behind the {@code #}: browsers do not
   * send that, so no server and no log on the way sees it.
   *
   * @param outerAddress scheme and host that people open
   */
  public URI url(URI outerAddress) {
    return outerAddress.resolve("/set-password#" + text());
  }

  /** Reads the text of a link; empty if it is none. */
  public static Optional<PasswordLink> parse(String text) {
    return parse(text, PasswordLink::new);
  }
}
