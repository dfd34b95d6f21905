package com.uru.chatbot.mail;

import com.uru.chatbot.identity.user.EmailAddress;

/**
 * A mail to one person.
 *
 * @param subject one line
 * @param text plain text with {@code \n} between its lines
 */
public record Mail(EmailAddress recipient, String subject, String text) {
  /** Names no address and no text: both are personal, and the text can have a secret link. */
  @Override
  public String toString() {
    return "Mail";
  }
}
