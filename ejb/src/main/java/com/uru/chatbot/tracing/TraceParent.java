package com.uru.chatbot.tracing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A {@code traceparent} (W3C Trace Context).
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits
 * @param sampled whether the sender records the trace
 */
public record TraceParent(String traceId, String spanId, boolean sampled) {
  /** The header of a request. */
  public static final String HEADER = "traceparent";

  /** Version, trace id, parent id, flags; later versions may add to it. */
  private static final Pattern FORM =
      Pattern.compile(
          "(?:00|(?!ff)[0-9a-f]{2}(?=-.{52}(?:-|$)))-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})"
              + "-[0-9a-f]([0-9a-f])(?:-.*)?");

  private static final int HEX = 16;

  /** Returns the parsed header, or null if there is none or it is not valid. */
  public static @Nullable TraceParent parse(@Nullable String header) {
    if (header == null) {
      return null;
    }
    Matcher fields = FORM.matcher(header);
    if (!fields.matches()) {
      return null;
    }
    boolean sampled = (Integer.parseInt(fields.group(3), HEX) & 1) == 1;
    return new TraceParent(fields.group(1), fields.group(2), sampled);
  }

  @Override
  public String toString() {
    return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
  }
}
