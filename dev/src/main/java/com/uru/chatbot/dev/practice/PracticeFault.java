package com.uru.chatbot.dev.practice;

import java.util.Locale;

/**
 * What goes wrong, chosen by the key: {@code sk-practice-<name>}, where the name is the constant's
 * in lower case with hyphens and without a leading underscore ({@code sk-practice-invalid-key},
 * {@code sk-practice-500}); {@code -<anything>} may follow, so that a test can have a key of its
 * own. Every other {@code sk-practice-…} key is answered normally, every other key is refused as
 * OpenAI refuses it.
 *
 * <p>Requests for a title (see {@link PracticeReply}) meet only the faults that refuse the key.
 */
public enum PracticeFault {
  /** Answers as a healthy provider. */
  NONE,
  /** 401 {@code invalid_api_key}, everywhere. */
  INVALID_KEY,
  /** 401 {@code account_deactivated}, everywhere. */
  DEACTIVATED,
  /** 403 {@code unsupported_country_region_territory}, everywhere. */
  NO_ACCESS,
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
  /** All deltas, then a clean end of the body, but no finish reason and no {@code [DONE]}. */
  CUT_BEFORE_FINISH,
  /** Eight deltas, then a chunk that is not JSON. */
  GARBAGE,
  /** Eight deltas, then an {@code error} object inside the stream. */
  IN_BAND_ERROR,
  /** Twelve deltas, then {@code finish_reason: length}. */
  LENGTH,
  /** Eight deltas, then {@code finish_reason: content_filter}. */
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

  /** Whether the practice upstream knows the key at all. */
  static boolean isPractice(String key) {
    return key.startsWith(PREFIX) && key.length() > PREFIX.length();
  }

  /** What the key chooses; {@link #NONE} for an unknown name. */
  static PracticeFault of(String key) {
    String wanted = key.substring(PREFIX.length()) + "-";
    PracticeFault chosen = NONE;
    for (PracticeFault fault : values()) {
      boolean longer = chosen == NONE || fault.keyPart().length() > chosen.keyPart().length();
      if (wanted.startsWith(fault.keyPart() + "-") && longer) {
        chosen = fault;
      }
    }
    return chosen;
  }
}
