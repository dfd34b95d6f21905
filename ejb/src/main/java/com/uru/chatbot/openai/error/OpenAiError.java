package com.uru.chatbot.openai.error;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Uru takes from an error of the provider, whether it came as a response or inside a stream.
 * The message is not kept, because it quotes keys and content. The words are identifiers of a
 * strict pattern or absent, so that they may be logged and shown.
 *
 * @param status the HTTP status; 200 if the error came inside a stream
 * @param code null if it only repeats the status
 * @param param the request parameter that is to blame, named by the error or by its message
 * @param retryAfter how long to wait before the next try
 * @param contextWindow tokens that the model takes, 0 if the error does not tell
 * @param promptTokens tokens of the refused question, 0 if the error does not tell
 * @param words what the words of the message tell
 * @param details what else the message tells
 * @param source who sent the error
 */
public record OpenAiError(
    int status,
    @Nullable String code,
    @Nullable String type,
    @Nullable String param,
    @Nullable Duration retryAfter,
    int contextWindow,
    int promptTokens,
    @Nullable ErrorCause words,
    Details details,
    Source source) {
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9_.\\[\\]-]{1,64}");
  private static final Pattern STATUS = Pattern.compile("[1-5]\\d\\d");
  private static final int IN_A_STREAM = 200;

  private static final Set<String> PARAMETER_REFUSALS =
      Set.of(
          "unsupported_parameter",
          "unsupported_value",
          "unknown_parameter",
          "invalid_parameter",
          "extra_forbidden");

  /** Who sent an error. */
  public enum Source {
    /** The provider, or a gateway about itself. */
    PROVIDER,
    /** A gateway, about what the provider behind it answered to the gateway's own key. */
    BEHIND_GATEWAY,
    /** A proxy, firewall or web server on the way: the body is a web page. */
    SERVER_IN_BETWEEN
  }

  /**
   * What a message tells beside the cause.
   *
   * @param host the API host to use instead, with a port unless it is the default one; not to be
   *     shown, and to be used only if configuration allows it
   * @param missingScope scopes that the key lacks, separated by a comma and a space
   * @param model the model that was asked for
   * @param tokensPerMinute the account's limit that one request exceeds, else 0
   * @param requestedTokens tokens of the request that exceeds it, else 0
   * @param refusedParameter the parameter that the message refuses
   */
  public record Details(
      @Nullable String host,
      @Nullable String missingScope,
      @Nullable String model,
      int tokensPerMinute,
      int requestedTokens,
      @Nullable String refusedParameter) {
    private static final Pattern OPENAI_HOST =
        Pattern.compile("(?:[a-z][a-z0-9-]{0,20}\\.)?api\\.openai\\.com");

    /** Returns the host if it is one of OpenAI, which may be shown, or null. */
    public @Nullable String shownHost() {
      return host != null && OPENAI_HOST.matcher(host).matches() ? host : null;
    }
  }

  /** An error of which nothing is known. */
  public static final OpenAiError UNKNOWN = of(Map.of());

  /**
   * Returns the error with these members ({@code message}, {@code code}, {@code type}, {@code
   * param}). A code that is only a status becomes the status.
   */
  public static OpenAiError of(Map<String, String> members) {
    ErrorMessage message = new ErrorMessage(members.getOrDefault("message", ""));
    String code = identifier(members.get("code"));
    boolean statusOnly = code != null && STATUS.matcher(code).matches();
    String param = identifier(members.get("param"));
    String refused = message.parameter();
    return new OpenAiError(
        statusOnly ? Integer.parseInt(code) : IN_A_STREAM,
        statusOnly || code == null ? message.codeBehindGateway() : code,
        identifier(members.get("type")),
        param == null ? refused : param,
        message.waitingTime(),
        message.contextWindow(),
        message.promptTokens(),
        message.cause(),
        new Details(
            message.host(),
            message.missingScope(),
            message.model(),
            message.tokensPerMinute(),
            message.requestedTokens(),
            refused),
        message.isFromBehindGateway() ? Source.BEHIND_GATEWAY : Source.PROVIDER);
  }

  /** Returns the error of a body that is a web page. */
  static OpenAiError ofWebPage() {
    return UNKNOWN.from(Source.SERVER_IN_BETWEEN);
  }

  /**
   * Returns the same error with what the HTTP response says about it.
   *
   * @param httpStatus replaces the status unless it is 200
   * @param httpRetryAfter replaces the waiting time of the message unless it is null
   */
  public OpenAiError withHttpStatus(int httpStatus, @Nullable Duration httpRetryAfter) {
    return new OpenAiError(
        httpStatus == IN_A_STREAM ? status : httpStatus,
        code,
        type,
        param,
        httpRetryAfter == null ? retryAfter : httpRetryAfter,
        contextWindow,
        promptTokens,
        words,
        details,
        source);
  }

  /**
   * Returns whether the provider refuses the parameter {@link #param} itself, whatever its value,
   * or its value for this model: the request may succeed without it.
   */
  public boolean refusesParameter() {
    return isRefusalOfTheRequest()
        && param != null
        && ((code != null && PARAMETER_REFUSALS.contains(code))
            || (type != null && PARAMETER_REFUSALS.contains(type))
            || param.equals(details.refusedParameter()));
  }

  /** Returns whether the provider refuses the value of {@link #param} as invalid. */
  public boolean refusesValue() {
    return isRefusalOfTheRequest() && param != null && "invalid_value".equals(code);
  }

  private boolean isRefusalOfTheRequest() {
    return status == 400 || status == 422;
  }

  private OpenAiError from(Source newSource) {
    return new OpenAiError(
        status,
        code,
        type,
        param,
        retryAfter,
        contextWindow,
        promptTokens,
        words,
        details,
        newSource);
  }

  private static @Nullable String identifier(@Nullable String word) {
    return word != null && IDENTIFIER.matcher(word).matches() ? word : null;
  }
}
