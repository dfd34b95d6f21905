package com.uru.chatbot.openai.doctor;

import com.uru.chatbot.model.KeyReport.Headroom;
import com.uru.chatbot.model.KeyReport.RateWindow;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code x-ratelimit-limit-requests}, {@code -remaining-}, {@code -reset-} and the same for
 * tokens (OpenAI API reference, "Rate limits"), also as LiteLLM renames them.
 */
final class RateLimitHeaders {
  private static final List<String> PREFIXES = List.of("", "llm_provider-");
  private static final Pattern COUNT = Pattern.compile("\\d{1,15}");
  private static final Pattern TIME =
      Pattern.compile(
          "(?:(\\d{1,4})d)?(?:(\\d{1,4})h)?(?:(\\d{1,6})m(?!s))?(?:(\\d{1,9}(?:\\.\\d{1,9})?)(m?s)?)?");

  private RateLimitHeaders() {}

  /** Returns what the headers tell, or null if they tell nothing. */
  static @Nullable Headroom read(Function<String, Optional<String>> headers) {
    RateWindow requests = window(headers, "requests");
    RateWindow tokens = window(headers, "tokens");
    return requests == null && tokens == null ? null : new Headroom(requests, tokens);
  }

  private static @Nullable RateWindow window(
      Function<String, Optional<String>> headers, String unit) {
    Optional<Long> limit = count(headers, "x-ratelimit-limit-" + unit);
    Optional<Long> remaining = count(headers, "x-ratelimit-remaining-" + unit);
    if (limit.isEmpty() || remaining.isEmpty()) {
      return null;
    }
    return new RateWindow(
        limit.get(),
        remaining.get(),
        find(headers, "x-ratelimit-reset-" + unit).map(RateLimitHeaders::seconds).orElse(null));
  }

  private static Optional<Long> count(Function<String, Optional<String>> headers, String name) {
    return find(headers, name).filter(value -> COUNT.matcher(value).matches()).map(Long::parseLong);
  }

  private static Optional<String> find(Function<String, Optional<String>> headers, String name) {
    return PREFIXES.stream()
        .map(prefix -> headers.apply(prefix + name))
        .flatMap(Optional::stream)
        .map(String::strip)
        .findFirst();
  }

  /** Reads "6m0s", "120ms", "1h2m3.5s" or "7"; null if it is none of these. */
  private static @Nullable Double seconds(String value) {
    Matcher matcher = TIME.matcher(value);
    if (value.isEmpty() || !matcher.matches()) {
      return null;
    }
    double rest = number(matcher.group(4));
    return number(matcher.group(1)) * 86_400
        + number(matcher.group(2)) * 3_600
        + number(matcher.group(3)) * 60
        + ("ms".equals(matcher.group(5)) ? rest / 1000 : rest);
  }

  private static double number(@Nullable String digits) {
    return digits == null ? 0 : Double.parseDouble(digits);
  }
}
