package com.uru.chatbot.openai.error;

import com.uru.chatbot.model.ContextWindow;
import com.uru.chatbot.openai.json.JsonCursor;
import com.uru.chatbot.openai.upstream.ProviderFaultException;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Translates OpenAI's errors to problems of this house (OpenAI API reference, "Error codes"). Every
 * sentence is our own: OpenAI's texts quote keys and content and never pass.
 */
public final class OpenAiErrors {
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");

  private static final Map<String, ProblemCode> BY_WORD =
      Map.ofEntries(
          Map.entry("insufficient_quota", ProblemCode.PROVIDER_QUOTA_EXCEEDED),
          Map.entry("billing_hard_limit_reached", ProblemCode.PROVIDER_QUOTA_EXCEEDED),
          Map.entry("billing_not_active", ProblemCode.PROVIDER_QUOTA_EXCEEDED),
          Map.entry("invalid_api_key", ProblemCode.PROVIDER_KEY_INVALID),
          Map.entry("account_deactivated", ProblemCode.PROVIDER_KEY_INVALID),
          Map.entry("authentication_error", ProblemCode.PROVIDER_KEY_INVALID),
          Map.entry("missing_scope", ProblemCode.PROVIDER_ACCESS_DENIED),
          Map.entry("ip_not_authorized", ProblemCode.PROVIDER_ACCESS_DENIED),
          Map.entry("unsupported_country_region_territory", ProblemCode.PROVIDER_ACCESS_DENIED),
          Map.entry("permission_error", ProblemCode.PROVIDER_ACCESS_DENIED),
          Map.entry("model_not_found", ProblemCode.MODEL_NOT_AVAILABLE),
          Map.entry("DeploymentNotFound", ProblemCode.MODEL_NOT_AVAILABLE),
          Map.entry("context_length_exceeded", ProblemCode.CONTEXT_LENGTH_EXCEEDED),
          Map.entry("string_above_max_length", ProblemCode.CONTEXT_LENGTH_EXCEEDED),
          Map.entry("content_policy_violation", ProblemCode.CONTENT_REFUSED),
          Map.entry("content_filter", ProblemCode.CONTENT_REFUSED),
          Map.entry("moderation_blocked", ProblemCode.CONTENT_REFUSED),
          Map.entry("invalid_prompt", ProblemCode.CONTENT_REFUSED),
          Map.entry("rate_limit_exceeded", ProblemCode.PROVIDER_RATE_LIMITED),
          Map.entry("server_error", ProblemCode.PROVIDER_UNAVAILABLE));

  private static final Map<String, String> DETAIL_BY_WORD =
      Map.of(
          "account_deactivated", "OpenAI has deactivated the account of this key.",
          "missing_scope", "This key lacks a permission that Uru needs.",
          "ip_not_authorized", "This key may not be used from the address of this server.",
          "unsupported_country_region_territory", "OpenAI does not serve this server's region.",
          "billing_not_active", "Billing is not active for this OpenAI account.");

  private static final Map<String, String> OUR_NAMES =
      Map.of(
          "temperature", "temperature",
          "max_completion_tokens", "maxOutputTokens",
          "reasoning_effort", "reasoningEffort");

  public static final int MAX_BODY_BYTES = 1 << 16;

  private OpenAiErrors() {}

  /** The beginning of an error body, which is enough of any true one. */
  public static String readBody(InputStream body) throws IOException {
    return new String(body.readNBytes(MAX_BODY_BYTES), StandardCharsets.UTF_8);
  }

  /**
   * Reads an answer other than 200; one that is not OpenAI's tells only its status.
   *
   * @param header finds a header of the answer
   */
  public static OpenAiError read(
      int status, Function<String, Optional<String>> header, String body) {
    return errorOf(body).answered(status, retryAfter(header));
  }

  /**
   * The refusal that an answer is.
   *
   * @throws ProviderFaultException if it is none of this question: the provider has failed
   */
  public static DomainException refusal(OpenAiError error) throws ProviderFaultException {
    DomainException problem = problem(error);
    if (problem.code() == ProblemCode.PROVIDER_UNAVAILABLE && isFault(error.status())) {
      throw new ProviderFaultException(problem);
    }
    return problem;
  }

  /** An overloaded provider may say so with 429, or give up waiting with 408. */
  private static boolean isFault(int status) {
    return status >= 500 || status == 429 || status == 408;
  }

  /** The problem to report for an error. */
  public static DomainException problem(OpenAiError error) {
    ProblemCode code = code(error);
    if (code == ProblemCode.CONTEXT_LENGTH_EXCEEDED && error.contextWindow() > 0) {
      return ContextWindow.exceeded(error.contextWindow(), error.promptTokens());
    }
    return new DomainException(
        code, detail(code, error), Map.of(), passes(code) ? error.retryAfter() : null);
  }

  /** Whether waiting helps. */
  private static boolean passes(ProblemCode code) {
    return code == ProblemCode.PROVIDER_RATE_LIMITED || code == ProblemCode.PROVIDER_UNAVAILABLE;
  }

  /** The code of an error: its own words count first, then the status. */
  public static ProblemCode code(OpenAiError error) {
    ProblemCode known = byWord(error.code());
    if (known == null) {
      known = byWord(error.type());
    }
    if (known == ProblemCode.PROVIDER_RATE_LIMITED && error.contextWindow() > 0) {
      // A question that is larger than the limit of a whole minute never passes.
      return ProblemCode.CONTEXT_LENGTH_EXCEEDED;
    }
    return known == null ? byStatus(error) : known;
  }

  private static @Nullable ProblemCode byWord(@Nullable String word) {
    return word == null ? null : BY_WORD.get(word);
  }

  private static ProblemCode byStatus(OpenAiError error) {
    return switch (error.status()) {
      case 400 ->
          ourName(error) == null ? ProblemCode.PROVIDER_UNAVAILABLE : ProblemCode.VALIDATION_FAILED;
      case 401 -> ProblemCode.PROVIDER_KEY_INVALID;
      case 402 -> ProblemCode.PROVIDER_QUOTA_EXCEEDED;
      case 403 -> ProblemCode.PROVIDER_ACCESS_DENIED;
      case 404 ->
          "model".equals(error.param())
              ? ProblemCode.MODEL_NOT_AVAILABLE
              : ProblemCode.PROVIDER_UNAVAILABLE;
      case 413 -> ProblemCode.CONTEXT_LENGTH_EXCEEDED;
      case 429 -> ProblemCode.PROVIDER_RATE_LIMITED;
      default -> ProblemCode.PROVIDER_UNAVAILABLE;
    };
  }

  private static String detail(ProblemCode code, OpenAiError error) {
    if (code == ProblemCode.VALIDATION_FAILED) {
      return "OpenAI does not accept this value of " + ourName(error) + " for this model.";
    }
    if (code == ProblemCode.PROVIDER_UNAVAILABLE && error.status() != 200) {
      return "OpenAI answered with status " + error.status() + ".";
    }
    String word = error.code();
    String detail = word == null ? null : DETAIL_BY_WORD.get(word);
    return detail == null ? code.title() : detail;
  }

  private static @Nullable String ourName(OpenAiError error) {
    String param = error.param();
    return param == null ? null : OUR_NAMES.get(param);
  }

  private static OpenAiError errorOf(String body) {
    Map<String, String> members = new HashMap<>();
    try {
      JsonCursor.readObject(
          body,
          (value, name) -> {
            if (name.equals("error")) {
              members.putAll(Objects.requireNonNullElse(value.strings(), Map.of()));
            } else {
              value.skip();
            }
          });
    } catch (ProtocolException e) {
      return OpenAiError.UNKNOWN;
    }
    return OpenAiError.of(members);
  }

  /** {@code retry-after-ms}, or {@code Retry-After} in seconds or as a date (RFC 9110, 10.2.3). */
  private static @Nullable Duration retryAfter(Function<String, Optional<String>> header) {
    Duration wait =
        header
            .apply("retry-after-ms")
            .flatMap(value -> duration(value, 1))
            .or(() -> header.apply("Retry-After").flatMap(value -> duration(value, 1000)))
            .or(() -> untilDate(header.apply("Date"), header.apply("Retry-After")))
            .orElse(null);
    if (wait == null || wait.isNegative()) {
      return null;
    }
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  private static Optional<Duration> duration(String value, int millisPerUnit) {
    return SECONDS.matcher(value).matches()
        ? Optional.of(Duration.ofMillis(Math.round(Double.parseDouble(value) * millisPerUnit)))
        : Optional.empty();
  }

  /** By the provider's own clock, which need not be ours. */
  private static Optional<Duration> untilDate(Optional<String> now, Optional<String> then) {
    return now.flatMap(OpenAiErrors::date)
        .flatMap(
            start -> then.flatMap(OpenAiErrors::date).map(end -> Duration.between(start, end)));
  }

  private static Optional<ZonedDateTime> date(String value) {
    try {
      return Optional.of(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
