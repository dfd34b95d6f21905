package com.uru.chatbot.mail;

import java.util.List;

/** Sends mail. Call it outside of a transaction: a mail server may take half a minute to answer. */
public interface Mailer {
  /**
   * Sends mails one after the other over one connection. Once the server cannot be reached, the
   * remaining mails are not tried.
   *
   * @return what became of each, in the order of the mails
   */
  List<Delivery> send(List<Mail> mails);
}
