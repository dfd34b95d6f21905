package com.uru.chatbot.administration;

import com.uru.chatbot.administration.UserAdministration.Linked;
import com.uru.chatbot.identity.account.UserDirectory.Entry;
import com.uru.chatbot.mail.Delivery;
import com.uru.chatbot.mail.Mail;
import com.uru.chatbot.mail.Mailer;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Makes links for passwords and mails them. A mail is sent when the transaction that made its link
 * is committed, so that no mail has a link that does not exist. If it cannot be sent, the link
 * still works, and the administrator hands it over.
 */
@ApplicationScoped
public class Invitations {
  private static final int ATTEMPTS = 2;

  private UserAdministration administration;
  private Mailer mailer;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected Invitations() {}

  @Inject
  Invitations(UserAdministration administration, Mailer mailer) {
    this.administration = administration;
    this.mailer = mailer;
  }

  /**
   * A person, the new link with which they set a password, and what became of its mail.
   *
   * @param url has a secret that can be told only now
   */
  public record Invitation(Entry entry, URI url, Instant expiresAt, Delivery delivery) {}

  /**
   * Adds a person, who chooses a password by the link. The same request again, also at the same
   * time, makes a new link while they have no password.
   *
   * @param outerAddress scheme and host that people open
   * @throws DomainException as {@link UserAdministration#add}
   */
  public Invitation add(Caller caller, NewUser request, URI outerAddress) {
    return deliver(addOnce(caller, request), outerAddress);
  }

  /** Of two equal requests at the same time, the second finds the person in its next attempt. */
  private Linked addOnce(Caller caller, NewUser request) {
    for (int attempt = 1; ; attempt++) {
      try {
        return administration.add(caller, request);
      } catch (DomainException e) {
        boolean repeatable = request.id() != null && e.code() == ProblemCode.EMAIL_TAKEN;
        if (!repeatable || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /**
   * Makes a link with which a person sets a password; the former link stops working.
   *
   * @param outerAddress scheme and host that people open
   * @throws DomainException {@code NOT_FOUND}
   */
  public Invitation makePasswordLink(Caller caller, UUID id, URI outerAddress) {
    return deliver(administration.makePasswordLink(caller, id), outerAddress);
  }

  private Invitation deliver(Linked linked, URI outerAddress) {
    return deliver(List.of(linked), outerAddress).get(0);
  }

  /** Mails links whose transaction is committed. */
  List<Invitation> deliver(List<Linked> links, URI outerAddress) {
    List<Mail> mails = links.stream().map(linked -> LinkMail.of(linked, outerAddress)).toList();
    List<Delivery> deliveries = mailer.send(mails);
    List<Invitation> invitations = new ArrayList<>();
    for (int i = 0; i < links.size(); i++) {
      Linked linked = links.get(i);
      invitations.add(
          new Invitation(
              linked.entry(),
              linked.link().link().url(outerAddress),
              linked.link().expiresAt(),
              deliveries.get(i)));
    }
    return invitations;
  }
}
