package com.uru.chatbot.dev.practice;

import jakarta.json.JsonObject;
import java.util.List;

/**
 * How an API writes one answer. The methods that return text for a stream return whole events, and
 * are called in the order in which the events are sent.
 */
interface AnswerFormat {
  /** Returns the answer for a request without {@code stream}. */
  JsonObject whole();

  /** Returns the events that are sent at once. */
  String opening();

  /** Returns the events between the opening and the first token; a pause goes before each. */
  List<String> preamble();

  String delta(String token);

  /** Returns an event with broken JSON. */
  String garbage();

  /** Returns what tells inside a stream that the answer has failed, for a fault that does so. */
  String failure(PracticeFault fault);

  String ending();
}
