package com.uru.chatbot.web.request;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code If-Match} header (RFC 9110 section 13.1.1) with a resource's version as its tag. */
public final class IfMatch {
  private static final Pattern VERSION = Pattern.compile("\"(\\d{1,18})\"");

  private IfMatch() {}

  /** The version that the client expects, {@code null} if it does not care. */
  public static @Nullable Long version(@Nullable String header) {
    if (header == null || header.equals("*")) {
      return null;
    }
    Matcher matcher = VERSION.matcher(header.strip());
    if (!matcher.matches()) {
      throw new DomainException(
          ProblemCode.VALIDATION_FAILED, "If-Match takes a version in double quotes");
    }
    return Long.valueOf(matcher.group(1));
  }
}
