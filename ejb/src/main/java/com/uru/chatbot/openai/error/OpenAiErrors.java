package com.uru.chatbot.openai.error;

import com.uru.chatbot.model.ContextWindow;
import com.uru.chatbot.openai.upstream.ProviderFaultException;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Translates the errors of OpenAI and of gateways to Uru's problems (OpenAI API reference, "Error
 * codes"). The code of an error decides; without one, or if it only repeats the status, the words
 * of its message, then its type, then the status. Every sentence is Uru's own: the provider's texts
 * quote keys and content and are never passed on.
 */
public final class OpenAiErrors {
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");

  /** The waiting time of the provider behind a gateway: LiteLLM renames the header. */
  private static final List<String> RETRY_AFTER =
      List.of("Retry-After", "llm_provider-retry-after");

  private static final List<String> RETRY_AFTER_MS =
      List.of("retry-after-ms", "llm_provider-retry-after-ms");

  private static final Map<String, ErrorCause> BY_CODE =
      Map.ofEntries(
          Map.entry("invalid_api_key", ErrorCause.KEY_INVALID),
          Map.entry("invalid_authentication", ErrorCause.KEY_INVALID),
          Map.entry("token_not_found_in_db", ErrorCause.KEY_INVALID),
          Map.entry("no_db_connection", ErrorCause.KEY_INVALID),
          Map.entry("expired_api_key", ErrorCause.KEY_EXPIRED),
          Map.entry("api_key_expired", ErrorCause.KEY_EXPIRED),
          Map.entry("expired_key", ErrorCause.KEY_EXPIRED),
          Map.entry("key_expired", ErrorCause.KEY_EXPIRED),
          Map.entry("account_deactivated", ErrorCause.ACCOUNT_DEACTIVATED),
          Map.entry("deactivated_workspace", ErrorCause.ACCOUNT_DEACTIVATED),
          Map.entry("incorrect_hostname", ErrorCause.REGION),
          Map.entry("missing_scope", ErrorCause.MISSING_SCOPE),
          Map.entry("ip_not_authorized", ErrorCause.IP_NOT_AUTHORIZED),
          Map.entry("unsupported_country_region_territory", ErrorCause.COUNTRY_NOT_SUPPORTED),
          Map.entry("mismatched_organization", ErrorCause.OTHER_ORGANIZATION),
          Map.entry("invalid_organization", ErrorCause.OTHER_ORGANIZATION),
          Map.entry("mismatched_project", ErrorCause.OTHER_PROJECT),
          Map.entry("invalid_project", ErrorCause.OTHER_PROJECT),
          Map.entry("data_residency_mismatch", ErrorCause.DATA_RESIDENCY),
          Map.entry("credit_balance_exhausted", ErrorCause.CREDIT),
          Map.entry("billing_not_active", ErrorCause.BILLING_NOT_ACTIVE),
          Map.entry("billing_hard_limit_reached", ErrorCause.ORGANIZATION_SPEND_LIMIT),
          Map.entry("organization_spend_limit_exceeded", ErrorCause.ORGANIZATION_SPEND_LIMIT),
          Map.entry("organization_usage_limit_exceeded", ErrorCause.ORGANIZATION_USAGE_LIMIT),
          Map.entry("project_spend_limit_exceeded", ErrorCause.PROJECT_SPEND_LIMIT),
          Map.entry("budget_exceeded", ErrorCause.GATEWAY_BUDGET),
          Map.entry("slow_down", ErrorCause.SLOW_DOWN),
          Map.entry("server_is_overloaded", ErrorCause.OVERLOADED),
          Map.entry("overloaded_error", ErrorCause.OVERLOADED),
          Map.entry("server_error", ErrorCause.SERVER_ERROR),
          Map.entry("vector_store_timeout", ErrorCause.SERVER_ERROR),
          Map.entry("model_not_found", ErrorCause.MODEL_UNKNOWN),
          Map.entry("DeploymentNotFound", ErrorCause.MODEL_UNKNOWN),
          Map.entry("model_deprecated", ErrorCause.MODEL_SHUT_DOWN),
          Map.entry("model_shut_down", ErrorCause.MODEL_SHUT_DOWN),
          Map.entry("key_model_access_denied", ErrorCause.MODEL_DENIED),
          Map.entry("team_model_access_denied", ErrorCause.MODEL_DENIED),
          Map.entry("user_model_access_denied", ErrorCause.MODEL_DENIED),
          Map.entry("context_length_exceeded", ErrorCause.CONTEXT_LENGTH),
          Map.entry("string_above_max_length", ErrorCause.CONTEXT_LENGTH),
          Map.entry("content_policy_violation", ErrorCause.CONTENT_POLICY),
          Map.entry("image_content_policy_violation", ErrorCause.CONTENT_POLICY),
          Map.entry("content_filter", ErrorCause.CONTENT_POLICY),
          Map.entry("moderation_blocked", ErrorCause.CONTENT_POLICY),
          Map.entry("invalid_prompt", ErrorCause.CONTENT_POLICY),
          Map.entry("bio_policy", ErrorCause.BIO_POLICY),
          Map.entry("misalignment_policy_violation", ErrorCause.MISALIGNMENT),
          Map.entry("empty_image_file", ErrorCause.IMAGE_REFUSED),
          Map.entry("failed_to_download_image", ErrorCause.IMAGE_REFUSED),
          Map.entry("unsupported_image_media_type", ErrorCause.IMAGE_REFUSED));

  /**
   * Words that name a family of causes and are codes or types: the message may know more about
   * them.
   */
  private static final Map<String, ErrorCause> BY_FAMILY =
      Map.ofEntries(
          Map.entry("insufficient_quota", ErrorCause.CREDIT),
          Map.entry("rate_limit_exceeded", ErrorCause.RATE_LIMIT),
          Map.entry("rate_limit_error", ErrorCause.RATE_LIMIT),
          Map.entry("throttling_error", ErrorCause.RATE_LIMIT),
          Map.entry("authentication_error", ErrorCause.KEY_INVALID),
          Map.entry("auth_error", ErrorCause.KEY_INVALID),
          Map.entry("permission_error", ErrorCause.ACCESS_DENIED));

  /** The error codes of the Responses API for images that cannot be used. */
  private static final Pattern IMAGE_CODE =
      Pattern.compile("(?:invalid_(?:base64_)?)?image_\\w+|invalid_(?:base64_)?image");

  private static final Map<String, String> OUR_NAMES =
      Map.of(
          "temperature", "temperature",
          "max_completion_tokens", "maxOutputTokens",
          "max_output_tokens", "maxOutputTokens",
          "max_tokens", "maxOutputTokens",
          "reasoning_effort", "reasoningEffort",
          "reasoning.effort", "reasoningEffort");

  public static final int MAX_BODY_BYTES = 1 << 16;

  private OpenAiErrors() {}

  /**
   * Reads a response other than 200, in any of the forms that OpenAI and gateways use. If the body
   * has no error, only the status and the headers tell something.
   *
   * @param header finds a header of the response, whatever the case of its name
   */
  public static OpenAiError read(
      int status, Function<String, Optional<String>> header, String body) {
    return ofBody(body).withHttpStatus(status, retryAfter(header));
  }

  /**
   * Returns the error in a body of any known form; {@link OpenAiError#UNKNOWN} if there is none.
   * Use it for the data of an event that is named {@code error}, too.
   */
  public static OpenAiError ofBody(String body) {
    Map<String, String> members = ErrorBody.ofBody(body);
    if (members != null) {
      return OpenAiError.of(members);
    }
    return body.stripLeading().startsWith("<") ? OpenAiError.ofWebPage() : OpenAiError.UNKNOWN;
  }

  /**
   * Returns the error that the data of an event of a stream reports: nested or flat, from Chat
   * Completions, the Responses API ({@code error}, {@code response.failed}) or a gateway. Empty if
   * the event is part of an answer.
   */
  public static Optional<OpenAiError> ofEvent(String data) {
    return Optional.ofNullable(ErrorBody.ofEvent(data)).map(OpenAiError::of);
  }

  /**
   * Returns the refusal that an error is.
   *
   * @throws ProviderFaultException if the provider has failed, whatever was asked
   */
  public static DomainException refusal(OpenAiError error) throws ProviderFaultException {
    DomainException problem = problem(error);
    if (problem.code() == ProblemCode.PROVIDER_UNAVAILABLE && isFault(error.status())) {
      throw new ProviderFaultException(problem);
    }
    return problem;
  }

  /** An overloaded provider may answer 429, or give up waiting with 408. */
  private static boolean isFault(int status) {
    return status >= 500 || status == 429 || status == 408;
  }

  /** Returns the problem to report for an error. */
  public static DomainException problem(OpenAiError error) {
    ErrorCause cause = cause(error);
    if (cause == ErrorCause.CONTEXT_LENGTH && error.contextWindow() > 0) {
      return ContextWindow.exceeded(error.contextWindow(), error.promptTokens());
    }
    return new DomainException(
        cause.code(),
        detail(cause, error),
        members(cause, error),
        waitHelps(cause) ? error.retryAfter() : null);
  }

  /** Returns the problem of a cause that needs no error to tell. */
  public static DomainException problem(ErrorCause cause) {
    return new DomainException(
        cause.code(), cause.detail(), members(cause, OpenAiError.UNKNOWN), null);
  }

  private static boolean waitHelps(ErrorCause cause) {
    return cause != ErrorCause.LARGER_THAN_RATE_LIMIT
        && (cause.code() == ProblemCode.PROVIDER_RATE_LIMITED
            || cause.code() == ProblemCode.PROVIDER_UNAVAILABLE);
  }

  /** Returns the code of the problem to report for an error. */
  public static ProblemCode code(OpenAiError error) {
    return cause(error).code();
  }

  /** Returns why the provider refused or failed. */
  public static ErrorCause cause(OpenAiError error) {
    ErrorCause cause = statedCause(error);
    return error.source() == OpenAiError.Source.BEHIND_GATEWAY ? cause.behindGateway() : cause;
  }

  private static ErrorCause statedCause(OpenAiError error) {
    if (error.details().tokensPerMinute() > 0) {
      return ErrorCause.LARGER_THAN_RATE_LIMIT;
    }
    ErrorCause words = wordsOf(error);
    ErrorCause cause = byCode(error.code());
    if (cause == ErrorCause.SLOW_DOWN && error.status() >= 500) {
      return ErrorCause.OVERLOADED;
    }
    if (cause == ErrorCause.MODEL_UNKNOWN && words != null && isWhyModelIsMissing(words)) {
      return words;
    }
    if (cause == null) {
      cause = byFamily(error.code(), words);
    }
    if (cause == null) {
      cause = byCode(error.type());
    }
    if (cause == null) {
      cause = byFamily(error.type(), words);
    }
    if (cause == null) {
      cause = words;
    }
    return cause == null ? byStatus(error) : cause;
  }

  private static boolean isWhyModelIsMissing(ErrorCause words) {
    return words.code() == ProblemCode.MODEL_NOT_AVAILABLE
        || words == ErrorCause.ORGANIZATION_UNVERIFIED;
  }

  /** The words of a message that is about a parameter may be the user's own. */
  private static @Nullable ErrorCause wordsOf(OpenAiError error) {
    boolean quotes = error.param() != null && !"model".equals(error.param());
    return quotes && error.status() == 400 && error.words() != ErrorCause.ORGANIZATION_UNVERIFIED
        ? null
        : error.words();
  }

  private static @Nullable ErrorCause byCode(@Nullable String word) {
    if (word == null) {
      return null;
    }
    ErrorCause known = BY_CODE.get(word);
    return known == null && IMAGE_CODE.matcher(word).matches() ? ErrorCause.IMAGE_REFUSED : known;
  }

  /** A word that names only a family gives way to what the message says. */
  private static @Nullable ErrorCause byFamily(@Nullable String word, @Nullable ErrorCause words) {
    ErrorCause family = word == null ? null : BY_FAMILY.get(word);
    return family == null || words == null ? family : words;
  }

  private static ErrorCause byStatus(OpenAiError error) {
    boolean inBetween = error.source() == OpenAiError.Source.SERVER_IN_BETWEEN;
    return switch (error.status()) {
      case 401 -> inBetween ? ErrorCause.SERVER_IN_BETWEEN : ErrorCause.KEY_INVALID;
      case 402 -> ErrorCause.CREDIT;
      case 403 -> inBetween ? ErrorCause.SERVER_IN_BETWEEN : ErrorCause.ACCESS_DENIED;
      case 404 ->
          "model".equals(error.param()) ? ErrorCause.MODEL_UNKNOWN : ErrorCause.NO_SUCH_ADDRESS;
      case 407, 511 -> ErrorCause.SERVER_IN_BETWEEN;
      case 408 -> ErrorCause.SERVER_ERROR;
      case 413 -> ErrorCause.REQUEST_TOO_LARGE;
      case 429 -> ErrorCause.RATE_LIMIT;
      default -> byStatusClass(error);
    };
  }

  private static ErrorCause byStatusClass(OpenAiError error) {
    return switch (error.status() / 100) {
      case 3 -> ErrorCause.REDIRECT;
      case 4 -> refused(error);
      default -> ErrorCause.SERVER_ERROR;
    };
  }

  private static ErrorCause refused(OpenAiError error) {
    if ("model".equals(error.param())) {
      return ErrorCause.MODEL_UNKNOWN;
    }
    return apiFieldName(error) == null ? ErrorCause.REFUSED : ErrorCause.PARAMETER;
  }

  private static String detail(ErrorCause cause, OpenAiError error) {
    OpenAiError.Details details = error.details();
    if (cause == ErrorCause.SERVER_ERROR && error.status() == 200) {
      return "OpenAI broke its answer off with an error.";
    }
    if (cause == ErrorCause.REGION) {
      return text(cause, details.shownHost() == null ? "" : ", " + details.shownHost());
    }
    if (cause == ErrorCause.MISSING_SCOPE) {
      return text(cause, details.missingScope() == null ? "" : ": " + details.missingScope());
    }
    if (cause == ErrorCause.LARGER_THAN_RATE_LIMIT) {
      return text(cause, details.tokensPerMinute(), details.requestedTokens());
    }
    return text(cause, cause == ErrorCause.PARAMETER ? apiFieldName(error) : error.status());
  }

  private static String text(ErrorCause cause, @Nullable Object... values) {
    return String.format(Locale.ROOT, cause.detail(), values);
  }

  private static Map<String, Object> members(ErrorCause cause, OpenAiError error) {
    OpenAiError.Details details = error.details();
    Map<String, Object> members = new HashMap<>();
    if (cause.hasOwnTitle()) {
      members.put(DomainException.TITLE, cause.title());
    }
    if (cause.hasOwnAction()) {
      members.put(DomainException.ACTION, cause.action());
    }
    put(members, "host", cause == ErrorCause.REGION ? details.shownHost() : null);
    put(members, "missingScope", cause == ErrorCause.MISSING_SCOPE ? details.missingScope() : null);
    put(members, "limit", statedCause(error).limit());
    put(members, "model", cause.code() == ProblemCode.MODEL_NOT_AVAILABLE ? details.model() : null);
    return members;
  }

  private static void put(Map<String, Object> members, String name, @Nullable String value) {
    if (value != null) {
      members.put(name, value);
    }
  }

  private static @Nullable String apiFieldName(OpenAiError error) {
    String param = error.param();
    return param == null ? null : OUR_NAMES.get(param);
  }

  /** {@code retry-after-ms}, or {@code Retry-After} in seconds or as a date (RFC 9110, 10.2.3). */
  private static @Nullable Duration retryAfter(Function<String, Optional<String>> header) {
    Optional<String> after = first(header, RETRY_AFTER);
    Duration wait =
        first(header, RETRY_AFTER_MS)
            .flatMap(value -> duration(value, 1))
            .or(() -> after.flatMap(value -> duration(value, 1000)))
            .or(() -> untilDate(header.apply("Date"), after))
            .orElse(null);
    if (wait == null || wait.isNegative()) {
      return null;
    }
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  private static Optional<String> first(
      Function<String, Optional<String>> header, List<String> names) {
    return names.stream().map(header).flatMap(Optional::stream).findFirst();
  }

  private static Optional<Duration> duration(String value, int millisPerUnit) {
    return SECONDS.matcher(value).matches()
        ? Optional.of(Duration.ofMillis(Math.round(Double.parseDouble(value) * millisPerUnit)))
        : Optional.empty();
  }

  /** Returns the time between two dates of the provider, whose clock need not agree with ours. */
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
