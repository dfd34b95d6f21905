package com.uru.chatbot.openai;

import jakarta.json.Json;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Events of the Responses API in OpenAI's real format. */
final class RecordedResponse {
  static final String ENCRYPTED = "gAAAAABo-encrypted";

  private final StringBuilder stream = new StringBuilder();
  private final AtomicInteger sequence = new AtomicInteger();
  private boolean eventLines = true;

  /** Returns a complete answer with these deltas. */
  static String of(String... deltas) {
    RecordedResponse response = new RecordedResponse().created().messageAdded(0, null);
    for (String delta : deltas) {
      response.textDelta(0, delta);
    }
    return response.messageDone(0, null, String.join("", deltas)).completed().toString();
  }

  /** Leaves out the {@code event:} lines from here on, as gateways do. */
  RecordedResponse withoutEventLines() {
    eventLines = false;
    return this;
  }

  RecordedResponse created() {
    String response =
        "\"response\":{\"id\":\"resp_68\",\"object\":\"response\",\"status\":\"in_progress\","
            + "\"error\":null,\"incomplete_details\":null,\"instructions\":null,\"output\":[],"
            + "\"store\":false,\"usage\":null}";
    return event("response.created", response).event("response.in_progress", response);
  }

  RecordedResponse messageAdded(int index, @Nullable String phase) {
    return event(
        "response.output_item.added",
        "\"output_index\":%d,\"item\":{\"id\":\"msg_%d\",\"type\":\"message\",\"status\":\"in_progress\",%s\"role\":\"assistant\",\"content\":[]}"
            .formatted(index, index, phaseMember(phase)));
  }

  RecordedResponse textDelta(int index, String text) {
    return event(
        "response.output_text.delta",
        "\"item_id\":\"msg_%d\",\"output_index\":%d,\"content_index\":0,\"delta\":%s,\"logprobs\":[]"
            .formatted(index, index, json(text)));
  }

  RecordedResponse refusalDelta(String text) {
    return event(
        "response.refusal.delta",
        "\"item_id\":\"msg_0\",\"output_index\":0,\"content_index\":0,\"delta\":" + json(text));
  }

  RecordedResponse messageDone(int index, @Nullable String phase, String text) {
    return event(
        "response.output_item.done",
        "\"output_index\":%d,\"item\":{\"id\":\"msg_%d\",\"type\":\"message\",\"status\":\"completed\",%s\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":%s,\"annotations\":[]}]}"
            .formatted(index, index, phaseMember(phase), json(text)));
  }

  RecordedResponse summaryPartAdded(int index) {
    return event(
        "response.reasoning_summary_part.added",
        "\"item_id\":\"rs_0\",\"output_index\":0,\"summary_index\":" + index);
  }

  RecordedResponse summaryDelta(String text) {
    return event(
        "response.reasoning_summary_text.delta",
        "\"item_id\":\"rs_0\",\"output_index\":0,\"summary_index\":0,\"delta\":" + json(text));
  }

  RecordedResponse reasoningDone(int index) {
    return event(
        "response.output_item.done", "\"output_index\":" + index + ",\"item\":" + reasoningItem());
  }

  static String reasoningItem() {
    return "{\"id\":\"rs_0\",\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\""
        + ENCRYPTED
        + "\"}";
  }

  RecordedResponse functionCall() {
    return event(
        "response.output_item.added",
        "\"output_index\":0,\"item\":{\"id\":\"fc_0\",\"type\":\"function_call\",\"name\":\"f\"}");
  }

  RecordedResponse completed() {
    return event("response.completed", ended("completed", "null", "null"));
  }

  RecordedResponse incomplete(String reason) {
    return event(
        "response.incomplete", ended("incomplete", "{\"reason\":\"" + reason + "\"}", "null"));
  }

  RecordedResponse failed(String code) {
    return event(
        "response.failed",
        ended("failed", "null", "{\"code\":\"" + code + "\",\"message\":\"sk-secret\"}"));
  }

  /** Adds an event with these members beside type and sequence number. */
  RecordedResponse event(String type, String members) {
    if (eventLines) {
      stream.append("event: ").append(type).append('\n');
    }
    stream
        .append("data: {\"type\":\"")
        .append(type)
        .append("\",\"sequence_number\":")
        .append(sequence.getAndIncrement())
        .append(members.isEmpty() ? "" : ",")
        .append(members)
        .append("}\n\n");
    return this;
  }

  /** Adds text to the stream as it is. */
  RecordedResponse raw(String text) {
    stream.append(text);
    return this;
  }

  @Override
  public String toString() {
    return stream.toString();
  }

  private static String ended(String status, String details, String error) {
    return "\"response\":{\"id\":\"resp_68\",\"object\":\"response\",\"status\":\"%s\",\"error\":%s,\"incomplete_details\":%s,\"output\":[{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"repeated\"}]}],\"usage\":{\"input_tokens\":1900,\"input_tokens_details\":{\"cached_tokens\":1024,\"cache_write_tokens\":128},\"output_tokens\":10,\"output_tokens_details\":{\"reasoning_tokens\":4},\"total_tokens\":1910}}"
        .formatted(status, error, details);
  }

  private static String phaseMember(@Nullable String phase) {
    return phase == null ? "" : "\"phase\":\"" + phase + "\",";
  }

  private static String json(String text) {
    return Json.createValue(text).toString();
  }
}
