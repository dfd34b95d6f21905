package com.uru.chatbot.dev.practice;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** One answer of {@code POST /v1/responses}. */
final class ResponseAnswer implements AnswerFormat {
  private final ResponseObject response;
  private final ResponseEvents events;
  private final AnswerPlan plan;
  private final PracticeFault fault;
  private final String finalPhase;
  private final List<String> summary;
  private final String encryptedReasoning;
  private final List<JsonObject> output = new ArrayList<>();
  private final StringBuilder sent = new StringBuilder();
  private final String messageId = ResponseItems.newId("msg_");

  /**
   * Creates an answer.
   *
   * @param phases whether the model gives its messages a phase
   * @param summarized whether the reasoning is summarized
   * @param encryptedReasoning the content of the reasoning item that the next request brings back
   */
  ResponseAnswer(
      ResponseObject response,
      ResponseEvents events,
      AnswerPlan plan,
      PracticeFault fault,
      boolean phases,
      boolean summarized,
      String encryptedReasoning) {
    this.response = response;
    this.events = events;
    this.plan = plan;
    this.fault = fault;
    this.finalPhase = phases ? "final_answer" : "";
    this.summary = summarized ? PracticeReply.reasoningSummary() : List.of();
    this.encryptedReasoning = encryptedReasoning;
  }

  @Override
  public JsonObject whole() {
    if (plan.reasons()) {
      output.add(ResponseItems.reasoning(ResponseItems.newId("rs_"), summary, encryptedReasoning));
    }
    if (fault == PracticeFault.COMMENTARY) {
      output.add(
          ResponseItems.message(
              ResponseItems.newId("msg_"),
              "commentary",
              "completed",
              Json.createArrayBuilder()
                  .add(ResponseItems.text(String.join("", PracticeReply.commentary())))));
    }
    if (plan.end() == AnswerPlan.End.TOOL_CALL) {
      output.add(
          ResponseItems.functionCall(
              ResponseItems.newId("fc_"), "completed", PracticeReply.ARGUMENTS));
    }
    if (!plan.tokens().isEmpty()) {
      output.add(message(response.status(), Json.createArrayBuilder().add(part(plan.text()))));
    }
    return response.finished(output);
  }

  @Override
  public String opening() {
    return events.write("response.created", "response", response.inProgress())
        + events.write("response.in_progress", "response", response.inProgress());
  }

  @Override
  public List<String> preamble() {
    List<String> parts = new ArrayList<>();
    if (plan.reasons()) {
      reason(parts);
    }
    if (fault == PracticeFault.UNKNOWN_EVENTS) {
      parts.add(unknownItem());
    }
    if (fault == PracticeFault.COMMENTARY) {
      comment(parts);
    }
    if (plan.end() == AnswerPlan.End.TOOL_CALL) {
      parts.add(call());
    }
    if (!plan.tokens().isEmpty()) {
      JsonObject message = message("in_progress", Json.createArrayBuilder());
      parts.add(added(message) + partAdded(messageId, part("")));
    }
    return parts;
  }

  @Override
  public String delta(String token) {
    sent.append(token);
    String type =
        fault == PracticeFault.REFUSAL ? "response.refusal.delta" : "response.output_text.delta";
    if (fault != PracticeFault.UNKNOWN_EVENTS) {
      return textDelta(type, messageId, token);
    }
    return events.write("keepalive", null, null)
        + events.write("response.hologram.delta", "hologram", Json.createValue("frame"))
        + textDelta(type, messageId, token);
  }

  @Override
  public String garbage() {
    return events.garbage();
  }

  @Override
  public String failure(PracticeFault kind) {
    return switch (kind) {
      case FLAT_ERROR -> events.flatError(LimitErrors.rateLimited("the model"));
      case POLICY -> failed(OpenAiError.misalignment());
      case BIO_POLICY -> failed(OpenAiError.bioPolicy());
      default -> failed(OpenAiError.serverError());
    };
  }

  @Override
  public String ending() {
    StringBuilder ending = new StringBuilder();
    if (!plan.tokens().isEmpty()) {
      ending.append(endOfMessage(messageId, part(sent.toString())));
      ending.append(
          done(message(response.status(), Json.createArrayBuilder().add(part(sent.toString())))));
    }
    ending.append(
        events.write("response." + response.status(), "response", response.finished(output)));
    return ending.append(events.end()).toString();
  }

  private String failed(OpenAiError error) {
    JsonObjectBuilder details =
        Json.createObjectBuilder()
            .add("code", error.code() == null ? "server_error" : error.code())
            .add("message", error.message());
    if (fault == PracticeFault.POLICY) {
      details.add("misalignment", OpenAiError.misalignmentDetails());
    }
    return events.write("response.failed", "response", response.failed(details.build()));
  }

  private void reason(List<String> parts) {
    String id = ResponseItems.newId("rs_");
    StringBuilder current = new StringBuilder();
    current.append(
        added(
            ResponseItems.reasoning(
                id, List.of(), encryptedReasoning.substring(0, encryptedReasoning.length() / 2))));
    for (int i = 0; i < summary.size(); i++) {
      String text = summary.get(i);
      current.append(
          events.write(
              "response.reasoning_summary_part.added",
              summaryEvent(id, i).add("part", ResponseItems.summaryPart(""))));
      for (String token : PracticeReply.split(text)) {
        parts.add(current.toString());
        current.setLength(0);
        current.append(
            events.writeDelta("response.reasoning_summary_text.delta", summaryEvent(id, i), token));
      }
      current.append(
          events.write(
              "response.reasoning_summary_text.done", summaryEvent(id, i).add("text", text)));
      current.append(
          events.write(
              "response.reasoning_summary_part.done",
              summaryEvent(id, i).add("part", ResponseItems.summaryPart(text))));
    }
    current.append(done(ResponseItems.reasoning(id, summary, encryptedReasoning)));
    parts.add(current.toString());
  }

  private JsonObjectBuilder summaryEvent(String itemId, int summaryIndex) {
    return Json.createObjectBuilder()
        .add("item_id", itemId)
        .add("output_index", output.size())
        .add("summary_index", summaryIndex);
  }

  private void comment(List<String> parts) {
    String id = ResponseItems.newId("msg_");
    parts.add(
        added(ResponseItems.message(id, "commentary", "in_progress", Json.createArrayBuilder()))
            + partAdded(id, ResponseItems.text("")));
    List<String> tokens = PracticeReply.commentary();
    tokens.forEach(token -> parts.add(textDelta("response.output_text.delta", id, token)));
    JsonObject text = ResponseItems.text(String.join("", tokens));
    parts.add(
        events.write("response.output_text.done", contentEvent(id).add("text", text.get("text")))
            + events.write("response.content_part.done", contentEvent(id).add("part", text))
            + done(
                ResponseItems.message(
                    id, "commentary", "completed", Json.createArrayBuilder().add(text))));
  }

  private String call() {
    String id = ResponseItems.newId("fc_");
    JsonObjectBuilder place =
        Json.createObjectBuilder().add("item_id", id).add("output_index", output.size());
    return added(ResponseItems.functionCall(id, "in_progress", ""))
        + events.writeDelta(
            "response.function_call_arguments.delta", place, PracticeReply.ARGUMENTS)
        + events.write(
            "response.function_call_arguments.done",
            Json.createObjectBuilder()
                .add("item_id", id)
                .add("output_index", output.size())
                .add("arguments", PracticeReply.ARGUMENTS))
        + done(ResponseItems.functionCall(id, "completed", PracticeReply.ARGUMENTS));
  }

  private String unknownItem() {
    JsonObject item =
        Json.createObjectBuilder()
            .add("id", ResponseItems.newId("hg_"))
            .add("type", "hologram_call")
            .add("frames", 3)
            .build();
    return added(item) + done(item);
  }

  private String endOfMessage(String id, JsonObject part) {
    boolean refused = fault == PracticeFault.REFUSAL;
    String member = refused ? "refusal" : "text";
    return events.write(
            refused ? "response.refusal.done" : "response.output_text.done",
            contentEvent(id).add(member, part.getString(member)))
        + events.write("response.content_part.done", contentEvent(id).add("part", part));
  }

  private String added(JsonObject item) {
    return events.write(
        "response.output_item.added",
        Json.createObjectBuilder().add("output_index", output.size()).add("item", item));
  }

  private String done(JsonObject item) {
    int index = output.size();
    output.add(item);
    return events.write(
        "response.output_item.done",
        Json.createObjectBuilder().add("output_index", index).add("item", item));
  }

  private String partAdded(String itemId, JsonObject part) {
    return events.write("response.content_part.added", contentEvent(itemId).add("part", part));
  }

  private String textDelta(String type, String itemId, String token) {
    JsonObjectBuilder place = contentEvent(itemId);
    return type.equals("response.output_text.delta")
        ? events.writeDelta(type, place.add("logprobs", JsonValue.EMPTY_JSON_ARRAY), token)
        : events.writeDelta(type, place, token);
  }

  private JsonObjectBuilder contentEvent(String itemId) {
    return Json.createObjectBuilder()
        .add("item_id", itemId)
        .add("output_index", output.size())
        .add("content_index", 0);
  }

  private JsonObject message(String status, JsonArrayBuilder content) {
    return ResponseItems.message(messageId, finalPhase, status, content);
  }

  private JsonObject part(String text) {
    return fault == PracticeFault.REFUSAL ? ResponseItems.refusal(text) : ResponseItems.text(text);
  }
}
