package com.uru.chatbot.openai.error;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Uru takes from an error of OpenAI, wherever it came. The message is not kept: it quotes keys
 * and content. The three words are identifiers or absent, so that they may be logged.
 *
 * @param status the HTTP status; 200 if the error came inside a stream
 * @param param the request parameter that is to blame
 * @param retryAfter how long to wait before the next try
 * @param contextWindow tokens that the model takes, 0 if the error does not tell
 * @param promptTokens tokens of the refused question, 0 if the error does not tell
 */
public record OpenAiError(
    int status,
    @Nullable String code,
    @Nullable String type,
    @Nullable String param,
    @Nullable Duration retryAfter,
    int contextWindow,
    int promptTokens) {
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9_.\\[\\]-]{1,64}");
  private static final Pattern WINDOW =
      Pattern.compile(
          "(?:maximum context length is|configured limit of|Request too large[^:]{1,200}: Limit)"
              + " (\\d{1,9})(?: tokens|, Requested)");
  private static final Pattern PROMPT =
      Pattern.compile(
          "(?:resulted in|you requested|: Limit \\d{1,9}, Requested) (?:about )?(\\d{1,9})(?: tokens|\\.)");
  private static final Pattern TRY_AGAIN =
      Pattern.compile(
          "try again in (?:(\\d{1,4})h)?(?:(\\d{1,6})m(?!s))?(?:(\\d{1,6}(?:\\.\\d{1,9})?)(m?s))?");

  /** An error of which nothing is known. */
  public static final OpenAiError UNKNOWN = of(Map.of());

  /** An error object of a stream or a body. */
  public static OpenAiError of(Map<String, String> members) {
    String message = members.getOrDefault("message", "");
    return new OpenAiError(
        200,
        identifier(members.get("code")),
        identifier(members.get("type")),
        identifier(members.get("param")),
        waitingTime(message),
        number(WINDOW, message),
        number(PROMPT, message));
  }

  /** The same error with what the HTTP answer says of it; its waiting time counts first. */
  public OpenAiError answered(int httpStatus, @Nullable Duration httpRetryAfter) {
    return new OpenAiError(
        httpStatus,
        code,
        type,
        param,
        httpRetryAfter == null ? retryAfter : httpRetryAfter,
        contextWindow,
        promptTokens);
  }

  private static @Nullable String identifier(@Nullable String word) {
    return word != null && IDENTIFIER.matcher(word).matches() ? word : null;
  }

  private static int number(Pattern pattern, String message) {
    Matcher matcher = pattern.matcher(message);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  /** Reads "try again in 1.2s", "20ms", "6m0s" or "1h2m3s". */
  private static @Nullable Duration waitingTime(String message) {
    Matcher matcher = TRY_AGAIN.matcher(message);
    if (!matcher.find()) {
      return null;
    }
    String hours = matcher.group(1);
    String minutes = matcher.group(2);
    String rest = matcher.group(3);
    if (hours == null && minutes == null && rest == null) {
      return null;
    }
    Duration time = Duration.ZERO;
    if (hours != null) {
      time = time.plusHours(Long.parseLong(hours));
    }
    if (minutes != null) {
      time = time.plusMinutes(Long.parseLong(minutes));
    }
    if (rest != null) {
      double millis = Double.parseDouble(rest) * ("ms".equals(matcher.group(4)) ? 1 : 1000);
      time = time.plusMillis(Math.round(millis));
    }
    return time;
  }
}
