package com.uru.chatbot.dev.practice;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A refusal in OpenAI's words and format.
 *
 * @param status HTTP status
 * @param type OpenAI's class of errors
 * @param code OpenAI's code, where there is one
 * @param param the request's field that is to blame, where there is one
 * @param message the sentence
 * @param headers what is sent with it
 * @param shape how the body is written
 */
record OpenAiError(
    int status,
    String type,
    @Nullable String code,
    @Nullable String param,
    String message,
    Map<String, String> headers,
    Shape shape) {
  /** The form of the body. */
  enum Shape {
    /** {@code {"error": {"message": …, "type": …, "param": …, "code": …}}}. */
    OBJECT,
    /** The same, and {@code "status"} beside the error. */
    OBJECT_AND_STATUS,
    /** {@code {"error": "message"}}. */
    STRING,
    /** {@code {"detail": "message"}}, as servers that are not OpenAI write it. */
    DETAIL,
    /** A stream of events with the error, as LiteLLM writes it. */
    EVENTS
  }

  OpenAiError(
      int status,
      String type,
      @Nullable String code,
      @Nullable String param,
      String message,
      Map<String, String> headers) {
    this(status, type, code, param, message, headers, Shape.OBJECT);
  }

  static OpenAiError invalidRequest(@Nullable String code, @Nullable String param, String message) {
    return new OpenAiError(400, "invalid_request_error", code, param, message, Map.of());
  }

  static OpenAiError malformedJson() {
    return invalidRequest(
        null,
        null,
        "We could not parse the JSON body of your request. (HINT: This likely means you aren't"
            + " using your HTTP library correctly. The OpenAI API expects a JSON payload, but"
            + " what was sent was not valid JSON.)");
  }

  static OpenAiError modelNotFound(String model) {
    return new OpenAiError(
        404,
        "invalid_request_error",
        "model_not_found",
        null,
        "The model `" + model + "` does not exist or you do not have access to it.",
        Map.of());
  }

  /** The refusal of a model that has been shut down. */
  static OpenAiError modelDeprecated(String model) {
    return new OpenAiError(
        404,
        "invalid_request_error",
        "model_not_found",
        null,
        "The model `"
            + model
            + "` has been deprecated, learn more here: https://platform.openai.com/docs/deprecations",
        Map.of());
  }

  /** The refusal of a model that the key's project may not use. */
  static OpenAiError modelForbidden(String model) {
    return new OpenAiError(
        403,
        "invalid_request_error",
        "model_not_found",
        null,
        "Project `proj_practice` does not have access to model `" + model + "`",
        Map.of());
  }

  /** The refusal of a model that only the other API answers with. */
  static OpenAiError onlyResponses() {
    return new OpenAiError(
        404,
        "invalid_request_error",
        null,
        "model",
        "This model is only supported in v1/responses and not in v1/chat/completions.",
        Map.of());
  }

  /** The refusal of a model that only Chat Completions answers with. */
  static OpenAiError notInResponses(String model) {
    return invalidRequest(
        "model_not_found",
        "model",
        "The requested model '" + model + "' is not supported with the Responses API.");
  }

  static OpenAiError unknownParameter(String name) {
    return invalidRequest("unknown_parameter", name, "Unknown parameter: '" + name + "'.");
  }

  /** The refusal of an item that is named by its id only. */
  static OpenAiError itemNotFound(String id) {
    return new OpenAiError(
        404,
        "invalid_request_error",
        null,
        "input",
        "Item with id '"
            + id
            + "' not found. Items are not persisted when `store` is set to false. Try again with"
            + " `store` set to true, or remove this item from your input.",
        Map.of());
  }

  /** The refusal of encrypted reasoning that was changed on its way. */
  static OpenAiError invalidEncryptedContent(String content) {
    String start = content.substring(0, Math.min(4, content.length()));
    String end = content.substring(Math.max(0, content.length() - 4));
    return invalidRequest(
        "invalid_encrypted_content",
        null,
        "The encrypted content "
            + start
            + "..."
            + end
            + " could not be verified. Reason: Encrypted content could not be decrypted or parsed.");
  }

  static OpenAiError misalignment() {
    return invalidRequest(
        "misalignment_policy_violation",
        null,
        "This response was stopped because the model's behavior may be misaligned with the request.");
  }

  /** What accompanies {@link #misalignment()} in a response. */
  static JsonObject misalignmentDetails() {
    return Json.createObjectBuilder()
        .add("error_type", "potentially_unintended_data_transfer")
        .add("detailed_explanation", "The model was about to send data that was not asked for.")
        .add(
            "steer",
            Json.createObjectBuilder()
                .add("message", "Answer the question without sending data to anybody."))
        .build();
  }

  static OpenAiError bioPolicy() {
    return invalidRequest(
        "bio_policy",
        null,
        "This response was stopped because it may violate our policy on biological risks.");
  }

  /** The answer of a server that does not have the endpoint. */
  static OpenAiError notFound() {
    return new OpenAiError(404, "", null, null, "Not Found", Map.of(), Shape.DETAIL);
  }

  /** A failure whose body is a stream of events. */
  static OpenAiError asEventStream() {
    return new OpenAiError(
        500,
        "server_error",
        "500",
        null,
        "litellm.InternalServerError: InternalServerError: OpenAIException - The server had an error"
            + " while processing your request.",
        Map.of("content-type", "text/event-stream; charset=utf-8"),
        Shape.EVENTS);
  }

  static OpenAiError contextTooLong(int window, int promptTokens) {
    return invalidRequest(
        "context_length_exceeded",
        "messages",
        "This model's maximum context length is "
            + window
            + " tokens. However, your messages resulted in "
            + promptTokens
            + " tokens. Please reduce the length of the messages.");
  }

  static OpenAiError contentRefused() {
    return invalidRequest(
        "invalid_prompt",
        null,
        "Invalid prompt: your prompt was flagged as potentially violating our usage policy. Please"
            + " try again with a different prompt:"
            + " https://platform.openai.com/docs/guides/reasoning#advice-on-prompting");
  }

  static OpenAiError unsupportedParameter(String param, String advice) {
    return invalidRequest(
        "unsupported_parameter",
        param,
        "Unsupported parameter: '" + param + "' is not supported with this model." + advice);
  }

  static OpenAiError unsupportedValue(String param, String rest) {
    return invalidRequest(
        "unsupported_value", param, "Unsupported value: '" + param + "' does not support " + rest);
  }

  static OpenAiError serverError() {
    return new OpenAiError(
        500,
        "server_error",
        null,
        null,
        "The server had an error while processing your request. Sorry about that!",
        Map.of());
  }

  static OpenAiError unknownUrl(String method, String path) {
    return new OpenAiError(
        404,
        "invalid_request_error",
        null,
        null,
        "Invalid URL (" + method + " " + path + ")",
        Map.of());
  }

  String body() {
    return shape == Shape.EVENTS
        ? "data: " + toJson() + "\n\ndata: [DONE]\n\n"
        : toJson().toString();
  }

  JsonObject toJson() {
    return switch (shape) {
      case OBJECT, EVENTS -> Json.createObjectBuilder().add("error", details()).build();
      case OBJECT_AND_STATUS ->
          Json.createObjectBuilder().add("error", details()).add("status", status).build();
      case STRING -> Json.createObjectBuilder().add("error", message).build();
      case DETAIL -> Json.createObjectBuilder().add("detail", message).build();
    };
  }

  /** Returns the members of {@code error}. */
  JsonObject details() {
    JsonObjectBuilder error = Json.createObjectBuilder().add("message", message).add("type", type);
    addNullable(error, "param", param);
    addNullable(error, "code", code);
    return error.build();
  }

  private static void addNullable(JsonObjectBuilder object, String name, @Nullable String value) {
    if (value == null) {
      object.addNull(name);
    } else {
      object.add(name, value);
    }
  }
}
