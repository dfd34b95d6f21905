package com.uru.chatbot.web.administration;

import com.uru.chatbot.administration.Invitations.Invitation;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A link by which a person sets a password, on the wire.
 *
 * @param url the secret is behind the {@code #}, so that no server and no log sees it
 * @param mailed whether it was mailed to the person; else the administrator hands it over
 * @param mailProblem why it was not mailed, one sentence; {@code null} if it was, or if there is no
 *     mail server
 */
public record PasswordLinkBody(
    URI url, Instant expiresAt, boolean mailed, @Nullable String mailProblem) {
  static PasswordLinkBody of(Invitation invitation) {
    return new PasswordLinkBody(
        invitation.url(),
        invitation.expiresAt(),
        invitation.delivery().mailed(),
        invitation.delivery().problem());
  }
}
