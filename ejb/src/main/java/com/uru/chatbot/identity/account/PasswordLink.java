package com.uru.chatbot.identity.account;

import com.uru.chatbot.identity.user.TenantToken;
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

  /** Reads the text of a link; empty if it is none. */
  public static Optional<PasswordLink> parse(String text) {
    return parse(text, PasswordLink::new);
  }
}
