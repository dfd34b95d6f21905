package com.uru.chatbot.mail;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends mail through the configured SMTP server, by Jakarta Mail. */
@ApplicationScoped
public class SmtpMailer implements Mailer {
  private static final Logger LOGGER = System.getLogger(SmtpMailer.class.getName());
  private static final String UTF_8 = StandardCharsets.UTF_8.name();

  private MailSettings settings;
  private @Nullable Session session;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected SmtpMailer() {}

  @Inject
  SmtpMailer(MailSettings settings, Clock clock) {
    this.settings = settings;
    this.session = settings.isConfigured() ? Session.getInstance(settings.toProperties()) : null;
    this.clock = clock;
  }

  /** Makes settings that do not fit together stop the start instead of the first mail. */
  void requireAtStart(@Observes @Initialized(ApplicationScoped.class) Object start) {
    LOGGER.log(Level.DEBUG, "Mail is {0}", session == null ? "off" : "on");
  }

  @Override
  public List<Delivery> send(List<Mail> mails) {
    if (session == null) {
      return Collections.nCopies(mails.size(), Delivery.NOT_CONFIGURED);
    }
    List<Delivery> deliveries = new ArrayList<>();
    if (mails.isEmpty()) {
      return deliveries;
    }
    try (Transport transport = session.getTransport()) {
      transport.connect(settings.user().orElse(null), settings.password().orElse(null));
      for (Mail mail : mails) {
        deliveries.add(send(session, transport, mail));
      }
    } catch (MessagingException e) {
      LOGGER.log(Level.WARNING, "{0} {1}", sentence(e), reason(e));
      // The end of the connection may also fail when all mails are on their way.
      while (deliveries.size() < mails.size()) {
        deliveries.add(Delivery.failed(sentence(e)));
      }
    }
    return deliveries;
  }

  /**
   * Sends one mail.
   *
   * @throws MessagingException if the connection is of no use any more
   */
  private Delivery send(Session open, Transport transport, Mail mail) throws MessagingException {
    Optional<String> mailbox = mail.recipient().mailbox();
    if (mailbox.isEmpty()) {
      return Delivery.failed("Mail cannot be sent to this address: it has no valid form.");
    }
    MimeMessage message = message(open, mailbox.get(), mail);
    try {
      transport.sendMessage(message, message.getAllRecipients());
      return Delivery.MAILED;
    } catch (MessagingException e) {
      if (!transport.isConnected()) {
        throw e;
      }
      LOGGER.log(Level.WARNING, "{0} {1}", sentence(e), reason(e));
      return Delivery.failed(sentence(e));
    }
  }

  private MimeMessage message(Session open, String mailbox, Mail mail) throws MessagingException {
    InternetAddress recipient = new InternetAddress();
    recipient.setAddress(mailbox);
    MimeMessage message = new MimeMessage(open);
    message.setFrom(settings.from());
    message.setRecipient(RecipientType.TO, recipient);
    message.setSubject(mail.subject(), UTF_8);
    message.setText(mail.text(), UTF_8);
    message.setSentDate(Date.from(clock.instant()));
    // RFC 3834: no answer of an absent person comes back.
    message.setHeader("Auto-Submitted", "auto-generated");
    message.saveChanges();
    return message;
  }

  private static String sentence(MessagingException e) {
    if (e instanceof AuthenticationFailedException) {
      return "The mail server refuses the user name or password that Uru has.";
    }
    return e instanceof SendFailedException
        ? "The mail server refuses the address or the mail."
        : "The mail server cannot be reached as configured, or the connection to it broke.";
  }

  /** Returns the kinds of the failure and not its words, in which servers quote addresses. */
  private static String reason(MessagingException e) {
    List<String> kinds = new ArrayList<>();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      kinds.add(cause.getClass().getSimpleName());
    }
    return kinds.toString();
  }
}
