package com.uru.chatbot.web.operations;

import java.util.regex.Pattern;

/** Takes out of a text whatever looks like a secret: the last net, not the first. */
final class Redaction {
  private static final String MASK = "[redacted]";

  /** OpenAI keys, JWS and JWE in compact form (tokens, sealed keys), authorization values. */
  private static final Pattern SECRET =
      Pattern.compile(
          "\\bsk-[A-Za-z0-9_-]{8,}"
              + "|\\beyJ[A-Za-z0-9_-]{5,}(\\.[A-Za-z0-9_-]*){2,4}"
              + "|(?<=\\b[Bb]earer )[A-Za-z0-9._~+/=-]{8,}");

  private Redaction() {}

  static String of(String text) {
    return SECRET.matcher(text).replaceAll(MASK);
  }
}
