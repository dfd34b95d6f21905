package com.uru.chatbot.web.administration;

import com.uru.chatbot.identity.account.PasswordLinks;
import java.net.URI;
import java.time.Instant;

/**
 * A link by which a person sets a password, on the wire.
 *
 * @param url the secret is behind the {@code #}, so that no server and no log sees it
 */
public record PasswordLinkBody(URI url, Instant expiresAt) {
  static PasswordLinkBody of(PasswordLinks.Made made, URI outerAddress) {
    return new PasswordLinkBody(
        outerAddress.resolve("/set-password#" + made.link().text()), made.expiresAt());
  }
}
