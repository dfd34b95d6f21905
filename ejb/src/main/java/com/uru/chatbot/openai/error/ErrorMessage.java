package com.uru.chatbot.openai.error;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads an error's message. Its words are matched and never passed on, because messages quote keys
 * and content; what is taken from it is a number, or an identifier of a strict pattern.
 */
final class ErrorMessage {
  private static final int MAX_LENGTH = 4096;

  private static final Pattern WINDOW =
      Pattern.compile(
          "(?:maximum context length is|configured limit of|available context size \\()"
              + " ?(\\d{1,9}) tokens");
  private static final Pattern PROMPT =
      Pattern.compile("(?:resulted in|you requested|request has) (?:about )?(\\d{1,9}) tokens");
  private static final Pattern RATE_LIMIT =
      Pattern.compile("Request too large[^:]{1,200}: Limit (\\d{1,9}), Requested (\\d{1,9})");

  private static final Pattern TRY_AGAIN =
      Pattern.compile(
          "try again in (?:(\\d{1,4})h)?(?:(\\d{1,6})m(?!s))?(?:(\\d{1,6}(?:\\.\\d{1,9})?)(m?s))?");
  private static final Pattern SECONDS =
      Pattern.compile("(?:retry|try again) (?:in|after) (\\d{1,6}) ?sec", Pattern.CASE_INSENSITIVE);

  private static final Pattern HOST =
      Pattern.compile("(?i)make your request to (?:https?://)?([a-z0-9.-]{1,100}(?::\\d{1,5})?)");

  private static final Pattern SCOPES =
      Pattern.compile(
          "(?i)missing scopes?: ?([a-z][a-z0-9_.]{1,50}(?:, ?[a-z][a-z0-9_.]{1,50}){0,4})");
  private static final Pattern MODEL =
      Pattern.compile(
          "(?i)\\bmodel(?: name passed in model)?(?: |=)[`'\"]?([a-z0-9][a-z0-9._:/-]{1,100})");

  /** How LiteLLM writes what the provider behind it said. */
  private static final Pattern PROVIDER_BEHIND =
      Pattern.compile("\\b[A-Z][A-Za-z]{2,24}Exception - ");

  private static final Pattern CODE_BEHIND =
      Pattern.compile("[\"']code[\"']\\s*:\\s*[\"']([a-z_]{3,64})[\"']");

  private static final Pattern PARAMETER =
      Pattern.compile(
          "(?:"
              + "[Uu]nrecognized request arguments? supplied: "
              + "|(?:[Uu]nsupported|[Uu]nknown|[Ii]nvalid|[Uu]nexpected) (?:request )?"
              + "(?:parameter|argument|field|name|value)s?:? [`'\"]"
              + "|unknown field [`'\"]{1,2}"
              + "|does not support parameters: [\\[{(][`'\"]"
              + "|[Aa]dditional properties are not allowed \\([`'\"]"
              + "|'extra_forbidden', 'loc': \\('body', [`'\"]"
              + ")([a-z][a-z0-9_.\\[\\]]{1,63})");
  private static final Pattern PARAMETER_FIRST =
      Pattern.compile(
          "(?:^|[ .:])(?:property |parameter )?[`'\"]([a-z][a-z0-9_.\\[\\]]{1,63})[`'\"]"
              + " (?:is|are) (?:not supported|unsupported|not allowed|not permitted)");

  /** What the words of a message tell, the most specific first. */
  private static final Map<Pattern, ErrorCause> CAUSES = causes();

  private final String text;

  ErrorMessage(String text) {
    this.text = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text;
  }

  private static Map<Pattern, ErrorCause> causes() {
    Map<Pattern, ErrorCause> causes = new LinkedHashMap<>();
    put(causes, "missing scopes?:", ErrorCause.MISSING_SCOPE);
    put(causes, "incorrect regional host ?name", ErrorCause.REGION);
    put(causes, "must be verified to ", ErrorCause.ORGANIZATION_UNVERIFIED);
    put(causes, "project[^.]{0,60} (?:spend|budget) limit", ErrorCause.PROJECT_SPEND_LIMIT);
    put(causes, "organi[sz]ation[^.]{0,60} spend limit", ErrorCause.ORGANIZATION_SPEND_LIMIT);
    put(causes, "organi[sz]ation[^.]{0,60} usage limit", ErrorCause.ORGANIZATION_USAGE_LIMIT);
    put(causes, "billing hard limit", ErrorCause.ORGANIZATION_SPEND_LIMIT);
    put(
        causes,
        "budget has been exceeded|exceeded (?:the |its |your )?budget",
        ErrorCause.GATEWAY_BUDGET);
    put(
        causes,
        "exceeded your current quota|insufficient[_ ](?:quota|credits?|balance|funds)"
            + "|credit balance is (?:too low|exhausted)|(?:no|prepaid) credits? (?:left|remaining)",
        ErrorCause.CREDIT);
    put(causes, "account is not active|billing is not active", ErrorCause.BILLING_NOT_ACTIVE);
    put(
        causes,
        "(?:key|token) (?:has |is )?(?:already )?expired|expired (?:api |virtual )?key",
        ErrorCause.KEY_EXPIRED);
    put(causes, "account [^.]{0,60}deactivated", ErrorCause.ACCOUNT_DEACTIVATED);
    put(
        causes,
        "\\bip (?:address )?[^ ]{0,45} ?(?:is )?not authorized|ip allow-?list",
        ErrorCause.IP_NOT_AUTHORIZED);
    put(causes, "country, region,? or territory", ErrorCause.COUNTRY_NOT_SUPPORTED);
    put(causes, "must be a member of an organi[sz]ation", ErrorCause.NO_ORGANIZATION);
    put(
        causes,
        "organi[sz]ation header should match|no such organi[sz]ation",
        ErrorCause.OTHER_ORGANIZATION);
    put(causes, "project header should match|no such project", ErrorCause.OTHER_PROJECT);
    put(causes, "x-portkey-(?:config|provider)", ErrorCause.GATEWAY_SETUP);
    put(
        causes,
        "only supported in v1/|not supported (?:with|in|by) the (?:responses|chat completions) api"
            + "|not supported in the v1/(?:responses|chat/completions)|not a chat model",
        ErrorCause.OTHER_API);
    put(
        causes,
        "not allowed to (?:access|sample from|use) (?:this |the )?model"
            + "|does not have access to (?:the )?model",
        ErrorCause.MODEL_DENIED);
    put(
        causes,
        "\\bmodel\\b[^.]{0,160} (?:has been |was |is )(?:deprecated|shut down|retired|no longer available)",
        ErrorCause.MODEL_SHUT_DOWN);
    put(
        causes,
        "invalid model name|no such model|unknown model"
            + "|\\bmodel\\b.{0,120} (?:does not exist|(?:was |is )?not found)",
        ErrorCause.MODEL_UNKNOWN);
    put(
        causes,
        "maximum context length|available context size|contextwindowexceeded",
        ErrorCause.CONTEXT_LENGTH);
    put(
        causes,
        "content management policy|our safety system|violating our usage polic",
        ErrorCause.CONTENT_POLICY);
    put(causes, "overloaded", ErrorCause.OVERLOADED);
    put(causes, "rate limit|too many requests", ErrorCause.RATE_LIMIT);
    put(
        causes,
        "incorrect api key|invalid (?:api key|subscription key|proxy server token|authentication)"
            + "|(?:didn.t|did not) provide an api key",
        ErrorCause.KEY_INVALID);
    put(
        causes,
        "insufficient permissions|do(?:es)? not have (?:permission|access)",
        ErrorCause.ACCESS_DENIED);
    return causes;
  }

  private static void put(Map<Pattern, ErrorCause> causes, String words, ErrorCause cause) {
    causes.put(Pattern.compile(words, Pattern.CASE_INSENSITIVE), cause);
  }

  /** Returns what the words tell, or null if Uru does not know them. */
  @Nullable ErrorCause cause() {
    return CAUSES.entrySet().stream()
        .filter(entry -> entry.getKey().matcher(text).find())
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  /** Returns whether a gateway reports what the provider behind it said about the gateway. */
  boolean isFromBehindGateway() {
    return PROVIDER_BEHIND.matcher(text).find();
  }

  /** Returns the code of the provider behind a gateway, or null. */
  @Nullable String codeBehindGateway() {
    return isFromBehindGateway() ? find(CODE_BEHIND) : null;
  }

  /** Returns the tokens that the model reads, 0 if the message does not tell. */
  int contextWindow() {
    return number(WINDOW, 1);
  }

  /** Returns the tokens of the refused question, 0 if the message does not tell. */
  int promptTokens() {
    return number(PROMPT, 1);
  }

  /** Returns the account's tokens per minute if one request exceeds them, else 0. */
  int tokensPerMinute() {
    return number(RATE_LIMIT, 1);
  }

  /** Returns the tokens of a request that exceeds the account's tokens per minute, else 0. */
  int requestedTokens() {
    return number(RATE_LIMIT, 2);
  }

  /** Returns the host that the message names, perhaps with a port, in lower case, or null. */
  @Nullable String host() {
    String host = find(HOST);
    if (host == null) {
      return null;
    }
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    return name.toLowerCase(Locale.ROOT);
  }

  /** Returns the missing scopes, separated by a comma and a space, or null. */
  @Nullable String missingScope() {
    String scopes = find(SCOPES);
    if (scopes == null) {
      return null;
    }
    String names = scopes.replaceAll(", ?", ", ");
    return names.endsWith(".") ? names.substring(0, names.length() - 1) : names;
  }

  /** Returns the model that the message names, or null. */
  @Nullable String model() {
    String model = find(MODEL);
    if (model == null || model.startsWith("sk-")) {
      return null;
    }
    return model.endsWith(".") ? model.substring(0, model.length() - 1) : model;
  }

  /** Returns the request parameter that the message refuses, or null. */
  @Nullable String parameter() {
    String name = find(PARAMETER);
    return name == null ? find(PARAMETER_FIRST) : name;
  }

  /** Reads "try again in 1.2s", "20ms", "6m0s", "1h2m3s", "retry after 6 seconds"; else null. */
  @Nullable Duration waitingTime() {
    Matcher matcher = TRY_AGAIN.matcher(text);
    if (!matcher.find()
        || (matcher.group(1) == null && matcher.group(2) == null && matcher.group(3) == null)) {
      int seconds = number(SECONDS, 1);
      return seconds == 0 ? null : Duration.ofSeconds(seconds);
    }
    Duration time = Duration.ZERO;
    if (matcher.group(1) != null) {
      time = time.plusHours(Long.parseLong(matcher.group(1)));
    }
    if (matcher.group(2) != null) {
      time = time.plusMinutes(Long.parseLong(matcher.group(2)));
    }
    if (matcher.group(3) != null) {
      double millis =
          Double.parseDouble(matcher.group(3)) * ("ms".equals(matcher.group(4)) ? 1 : 1000);
      time = time.plusMillis(Math.round(millis));
    }
    return time;
  }

  private @Nullable String find(Pattern pattern) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : null;
  }

  private int number(Pattern pattern, int group) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Integer.parseInt(matcher.group(group)) : 0;
  }
}
