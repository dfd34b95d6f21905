package com.uru.chatbot.dev.practice;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The fault that a key selects. The key is {@code sk-practice-<name>}, where the name is the
 * constant in lower case with hyphens and without a leading underscore ({@code
 * sk-practice-invalid-key}, {@code sk-practice-500}); {@code -<anything>} may follow, so that each
 * test can have a key of its own. {@code sk-proj-practice-…} and {@code sk-svcacct-practice-…} are
 * project and service account keys with the same names; {@code sk-admin-…} is always an admin key.
 * A practice key without a known name is answered normally; every other key is refused as OpenAI
 * refuses an unknown key.
 *
 * <p>Faults of the key, the account or the list of models apply to every request. The other ones do
 * not apply to requests for a title (see {@link PracticeReply}).
 */
public enum PracticeFault {
  /** Answers as a healthy provider. */
  NONE,
  // The key is refused.
  /** 401 {@code invalid_api_key}, everywhere. */
  INVALID_KEY,
  /** 401 {@code account_deactivated}, everywhere. */
  DEACTIVATED,
  /** 403 {@code unsupported_country_region_territory}, everywhere. */
  NO_ACCESS,
  /** 401 for a key whose expiry date has passed, everywhere. OpenAI's code for it is not known. */
  EXPIRED,
  /** An admin key: 401 "Missing scopes" without a code, everywhere. */
  ADMIN,
  /** 401 {@code ip_not_authorized}, everywhere. */
  IP,
  /** 401 {@code incorrect_hostname}, naming {@code eu.api.openai.com}, except on that host. */
  EU,
  /**
   * As {@link #EU}, but names {@link PracticeUpstream#regionalHost()}, which a test can connect to.
   */
  EU_LOOPBACK,
  /** 401 {@code missing_scope} {@code api.model.read} for the list of models; answers work. */
  RESTRICTED,
  /** As {@link #RESTRICTED}, but 403 and {@code error} is a string, as OpenAI has answered too. */
  RESTRICTED_PLAIN,
  /** 404 for the list of models, as a server without that endpoint; answers work. */
  NO_MODEL_LIST,
  /** 404 {@code {"detail": "Not Found"}} for Responses, as a server with Chat Completions only. */
  NO_RESPONSES,
  /** As {@link #NO_RESPONSES}, from the second request for Responses on. */
  NO_RESPONSES_LATER,
  /** 404 for Chat Completions, as a server with Responses only. */
  NO_CHAT,
  /** 404 for both. */
  NO_API,
  /** 401 {@code missing_scope} {@code model.request} for answers; the list of models works. */
  MISSING_SCOPE,
  // The account has a limit; every answer is refused, titles too.
  /** 429 {@code project_spend_limit_exceeded}. */
  PROJECT_LIMIT,
  /** 429 {@code organization_spend_limit_exceeded}. */
  ORG_LIMIT,
  /** 429 {@code organization_usage_limit_exceeded}. */
  USAGE_LIMIT,
  /** 429 {@code credit_balance_exhausted}. */
  NO_CREDIT,
  /** 429 {@code slow_down}. */
  SLOW_DOWN,
  /** 503 {@code server_is_overloaded}. */
  OVERLOADED,
  /**
   * An organization that is not verified: for reasoning models 400 {@code unsupported_value} of
   * {@code stream} and of {@code reasoning.summary}.
   */
  UNVERIFIED,
  // The list of models is another one; models outside of it are 404 model_not_found.
  /** No model at all. */
  NO_MODELS,
  /** Only gpt-6-luna. */
  ONE_MODEL,
  /** 800 models, some with long or strange ids. */
  _800_MODELS,
  /** 40 models of the future; see {@link FutureModels}. Every id of that form is answered. */
  FUTURE_MODELS,
  /** What OpenAI has in November 2026: without the five models that are shut down. */
  TODAY,
  /** What OpenAI has on 2027-01-15: without gpt-4o and all that ended before. */
  JANUARY_2027,
  /** gpt-4o and gpt-6.2-sol are listed, but are 404 {@code model_not_found}. */
  MODEL_GONE,
  /** gpt-6.2-sol is listed, but is 403 {@code model_not_found}: the project may not use it. */
  MODEL_FORBIDDEN,
  // Single answers go wrong.
  /** 429 {@code insufficient_quota}, for answers. */
  NO_QUOTA,
  /** 429 {@code rate_limit_exceeded} with {@code retry-after: 7}, for answers. */
  RATE_LIMITED,
  /** 404 {@code model_not_found}, whatever the model. */
  NO_MODEL,
  /** 400 {@code context_length_exceeded}, however short the conversation. */
  CONTEXT_TOO_LONG,
  /** 400 {@code invalid_prompt}: the usage policy. */
  CONTENT_REFUSED,
  /** 400 {@code unsupported_parameter} as long as {@code temperature} is sent. */
  NO_TEMPERATURE,
  /** 400 {@code unsupported_value} as long as {@code stream} is true. */
  NO_STREAM,
  /** 500, always. */
  _500,
  /** 503, always. */
  _503,
  /** 503 for the first answer that this key asks for, then normal. */
  _503_THEN_OK,
  /** Three seconds until the first byte, then normal. */
  SLOW_FIRST_BYTE,
  /** Takes the request and never answers. */
  TIMEOUT,
  /** Eight deltas, then silence on an open connection. */
  STALL,
  /** Eight deltas, then the connection ends in the middle of a chunk. */
  CUT,
  /** Eight deltas, then the connection is reset. */
  RESET,
  /** All deltas, then a clean end of the body, but neither a finish reason nor a last event. */
  CUT_BEFORE_FINISH,
  /** Eight deltas, then an event that is not JSON. */
  GARBAGE,
  /** Eight deltas, then an {@code error} object, or {@code response.failed} in Responses. */
  IN_BAND_ERROR,
  /**
   * Eight deltas, then an error whose members are not inside {@code error}, with the code {@code
   * rate_limit_exceeded}.
   */
  FLAT_ERROR,
  /** Eight deltas, then the end for a policy: {@code misalignment_policy_violation}. */
  POLICY,
  /** Eight deltas, then the end for a policy: {@code bio_policy}. */
  BIO_POLICY,
  /** 500 whose body is a stream of events, as LiteLLM answers. */
  EVENT_STREAM_ERROR,
  /** Twelve deltas, then an end with a reason that clients do not know: {@code max_messages}. */
  MAX_MESSAGES,
  /** The model refuses: a refusal instead of a text. */
  REFUSAL,
  /** A call of a function that the request did not offer, and no text. */
  TOOL_CALL,
  /** Ends normally without any text. */
  EMPTY_ANSWER,
  /** Events and members that clients do not know between the other ones. */
  UNKNOWN_EVENTS,
  /** Events without {@code event:} lines and with {@code [DONE]} at the end, as LiteLLM sends. */
  NO_EVENT_LINES,
  /** A message of phase {@code commentary} before the one of phase {@code final_answer}. */
  COMMENTARY,
  /** The text starts with {@code <think>…</think>}, as other servers send reasoning. */
  THINK_TAGS,
  /** Twelve deltas, then {@code finish_reason: length}, or {@code response.incomplete}. */
  LENGTH,
  /** Eight deltas, then {@code finish_reason: content_filter}, or {@code response.incomplete}. */
  CONTENT_FILTER,
  /** Without any pause between chunks. */
  FAST,
  /** Ten tokens a second, so that there is time to act in the middle of an answer. */
  SLOW,
  /** An answer of some 3,000 tokens. */
  LONG,
  /** The long answer without any pause. */
  LONG_FAST,
  /** The long answer at twenty tokens a second, the pace of a busy model. */
  LONG_STEADY,
  /** Half a million characters in large pieces: the longest answer that any model gives. */
  HUGE,
  /** Eight million characters in large pieces: more than the kernel buffers for a connection. */
  FLOOD;

  /** Deltas that a stream gets before it breaks. */
  static final int DELTAS_BEFORE_BREAK = 8;

  /** Deltas that an answer gets before its length is exhausted. */
  static final int DELTAS_BEFORE_LENGTH = 12;

  private static final String PREFIX = "sk-practice-";
  private static final String ADMIN_PREFIX = "sk-admin-";
  private static final List<String> PREFIXES =
      List.of(PREFIX, "sk-proj-practice-", "sk-svcacct-practice-");

  /** The part of the key that chooses this fault. */
  public String keyPart() {
    String words = name().toLowerCase(Locale.ROOT).replace('_', '-');
    return words.startsWith("-") ? words.substring(1) : words;
  }

  /** A key that chooses this fault. */
  public String key() {
    return PREFIX + keyPart();
  }

  /** A key that chooses this fault and is unlike every other one. */
  public String key(String anything) {
    return key() + "-" + anything;
  }

  /** Returns whether the practice upstream knows the key at all. */
  static boolean isPractice(String key) {
    return key.startsWith(ADMIN_PREFIX) || name(key).isPresent();
  }

  /** Returns the fault that a practice key selects; {@link #NONE} for an unknown name. */
  static PracticeFault of(String key) {
    if (key.startsWith(ADMIN_PREFIX)) {
      return ADMIN;
    }
    String wanted = name(key).orElse("") + "-";
    PracticeFault chosen = NONE;
    for (PracticeFault fault : values()) {
      boolean longer = chosen == NONE || fault.keyPart().length() > chosen.keyPart().length();
      if (wanted.startsWith(fault.keyPart() + "-") && longer) {
        chosen = fault;
      }
    }
    return chosen;
  }

  /** Returns whether titles are answered as with any other key. */
  boolean sparesTitles() {
    return compareTo(NO_QUOTA) >= 0;
  }

  private static Optional<String> name(String key) {
    return PREFIXES.stream()
        .filter(prefix -> key.startsWith(prefix) && key.length() > prefix.length())
        .map(prefix -> key.substring(prefix.length()))
        .findFirst();
  }
}
