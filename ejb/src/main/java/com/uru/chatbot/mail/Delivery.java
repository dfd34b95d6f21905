package com.uru.chatbot.mail;

import org.jspecify.annotations.Nullable;

/**
 * What became of a mail.
 *
 * @param mailed whether the mail server has taken it; it may still not arrive
 * @param problem why not, one sentence for administrators; {@code null} if it was mailed, or if no
 *     mail server is configured
 */
public record Delivery(boolean mailed, @Nullable String problem) {
  static final Delivery MAILED = new Delivery(true, null);
  static final Delivery NOT_CONFIGURED = new Delivery(false, null);

  /** Returns a mail that was not sent, for this reason. */
  public static Delivery failed(String problem) {
    return new Delivery(false, problem);
  }
}
