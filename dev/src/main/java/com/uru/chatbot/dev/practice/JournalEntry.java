package com.uru.chatbot.dev.practice;

import com.uru.chatbot.dev.practice.PracticeConnection.Request;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the practice upstream remembers of one request; the key only as a fingerprint. */
final class JournalEntry {
  /** How far a request has come. */
  enum State {
    OPEN,
    FINISHED,
    CUT,
    CLOSED_BY_PEER
  }

  private final int number;
  private final Instant receivedAt;
  private final Request request;
  private JsonObject body = JsonValue.EMPTY_JSON_OBJECT;
  private State state = State.OPEN;
  private int status;
  private int deltas;
  private @Nullable Instant endedAt;

  JournalEntry(int number, Instant receivedAt, Request request) {
    this.number = number;
    this.receivedAt = receivedAt;
    this.request = request;
  }

  /** Returns the first 16 hexadecimal digits of the key's SHA-256; empty for no key. */
  static String fingerprint(String key) {
    return key.isEmpty() ? "" : InputItems.hash(key);
  }

  /** Returns an item of the input without its text. */
  private static JsonObject summary(JsonObject item) {
    String text = InputItems.rendered(item);
    return Json.createObjectBuilder()
        .add("type", item.getString("type", "message"))
        .add("role", item.getString("role", ""))
        .add("phase", AnswerRequest.value(item, "phase").orElse(""))
        .add("length", AnswerRequest.text(item).length())
        .add("hash", InputItems.hash(text))
        .build();
  }

  synchronized void received(JsonObject parsed) {
    body = parsed;
  }

  synchronized void answered(int answeredStatus) {
    status = answeredStatus;
  }

  synchronized void delta() {
    deltas++;
  }

  synchronized int deltas() {
    return deltas;
  }

  synchronized void ended(State endState, Instant now) {
    if (state == State.OPEN) {
      state = endState;
      endedAt = now;
    }
  }

  synchronized boolean isOpen() {
    return state == State.OPEN;
  }

  synchronized JsonObject toJson() {
    JsonObjectBuilder parameters =
        Json.createObjectBuilder(body).remove("model").remove("messages").remove("input");
    AnswerRequest answer =
        body.containsKey("input") ? new ResponsesRequest(body) : new ChatCompletionRequest(body);
    JsonArrayBuilder messages = Json.createArrayBuilder();
    answer.messages().forEach(messages::add);
    JsonArrayBuilder input = Json.createArrayBuilder();
    answer.input().forEach(item -> input.add(summary(item)));
    JsonObjectBuilder entry =
        Json.createObjectBuilder()
            .add("number", number)
            .add("receivedAt", receivedAt.toString())
            .add("method", request.method())
            .add("path", request.path())
            .add("host", request.headers().getOrDefault("host", ""))
            .add("organization", request.headers().getOrDefault("openai-organization", ""))
            .add("project", request.headers().getOrDefault("openai-project", ""))
            .add("keyFingerprint", fingerprint(request.key()))
            .add("model", body.getOrDefault("model", JsonValue.NULL))
            .add("messages", messages)
            .add("input", input)
            .add("parameters", parameters)
            .add("status", status)
            .add("deltas", deltas)
            .add("state", state.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    if (endedAt == null) {
      return entry.addNull("endedAt").build();
    }
    return entry.add("endedAt", endedAt.toString()).build();
  }
}
