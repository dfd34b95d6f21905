package com.uru.chatbot.administration;

import com.uru.chatbot.administration.UserAdministration.Linked;
import com.uru.chatbot.identity.user.EmailAddress;
import com.uru.chatbot.identity.user.User;
import com.uru.chatbot.mail.Mail;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The mails with links for passwords. Their subjects have nothing that a person has typed. */
final class LinkMail {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final String INVITATION =
      """
      Hello %s,

      an administrator of %s has made an account for you at %s. To begin,
      open this link and choose a password:

      %s

      The link works once, until %s. If it has expired, ask your
      administrator for another one.

      Did you not expect this mail? Then ignore it: the account cannot be
      used before the link is opened. Do not pass the link on.
      """;

  private static final String RESET =
      """
      Hello %s,

      an administrator of %s has made a link with which you choose a new
      password at %s:

      %s

      The link works once, until %s. Using it ends all your sessions.

      Did you not ask for this? Then ignore this mail: your present password
      still works. Do not pass the link on.
      """;

  private LinkMail() {}

  /**
   * Returns the mail for a person.
   *
   * @param outerAddress scheme and host that people open
   */
  static Mail of(Linked linked, URI outerAddress) {
    User user = linked.entry().user();
    boolean invitation = !linked.entry().hasPassword();
    Instant expiresAt = linked.link().expiresAt();
    String text =
        (invitation ? INVITATION : RESET)
            .formatted(
                user.displayName(),
                user.tenant().name(),
                outerAddress,
                linked.link().link().url(outerAddress),
                TIME.format(expiresAt));
    return new Mail(
        EmailAddress.of(user.email()),
        invitation ? "Your invitation to Uru" : "A new password for Uru",
        text);
  }
}
