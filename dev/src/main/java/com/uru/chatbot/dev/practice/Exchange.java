package com.uru.chatbot.dev.practice;

import com.uru.chatbot.dev.practice.JournalEntry.State;
import com.uru.chatbot.dev.practice.PracticeConnection.Request;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A request with a practice key, and the way to answer it.
 *
 * @param fault what the key selects
 */
record Exchange(
    Request request, PracticeFault fault, PracticeConnection connection, JournalEntry entry) {
  /** Sends a whole answer. */
  State send(JsonObject body) throws IOException {
    entry.answered(200);
    connection.send(200, headers(), body.toString());
    return State.FINISHED;
  }

  State refuse(OpenAiError error) throws IOException {
    return refuse(error, connection, entry);
  }

  static State refuse(OpenAiError error, PracticeConnection connection, JournalEntry entry)
      throws IOException {
    Map<String, String> headers = headers();
    headers.putAll(error.headers());
    entry.answered(error.status());
    connection.send(error.status(), headers, error.body());
    return State.FINISHED;
  }

  /** Sends the head of a stream of events. */
  void beginEvents() throws IOException {
    Map<String, String> headers = headers();
    headers.put("content-type", "text/event-stream; charset=utf-8");
    headers.put("cache-control", "no-cache");
    entry.answered(200);
    connection.begin(headers);
  }

  /** Returns the headers that OpenAI sends with every answer. */
  private static Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("content-type", "application/json");
    headers.put("openai-organization", "org-practice");
    headers.put("openai-project", "proj_practice");
    headers.put("openai-processing-ms", "12");
    headers.put("openai-version", "2020-10-01");
    headers.put("x-ratelimit-limit-requests", "500");
    headers.put("x-ratelimit-limit-tokens", "200000");
    headers.put("x-ratelimit-remaining-requests", "499");
    headers.put("x-ratelimit-remaining-tokens", "199000");
    headers.put("x-ratelimit-reset-requests", "120ms");
    headers.put("x-ratelimit-reset-tokens", "300ms");
    headers.put("x-request-id", "req_" + UUID.randomUUID().toString().replace("-", ""));
    return headers;
  }
}
