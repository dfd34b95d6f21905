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
 */
record OpenAiError(
    int status,
    String type,
    @Nullable String code,
    @Nullable String param,
    String message,
    Map<String, String> headers) {
  static OpenAiError invalidRequest(@Nullable String code, @Nullable String param, String message) {
    return new OpenAiError(400, "invalid_request_error", code, param, message, Map.of());
  }

  static OpenAiError missingKey() {
    return new OpenAiError(
        401,
        "invalid_request_error",
        null,
        null,
        "You didn't provide an API key. You need to provide your API key in an Authorization header"
            + " using Bearer auth (i.e. Authorization: Bearer YOUR_KEY), or as the password field"
            + " (with blank username) if you're accessing the API from your browser and are prompted"
            + " for a username and password. You can obtain an API key from"
            + " https://platform.openai.com/account/api-keys.",
        Map.of());
  }

  /** OpenAI echoes the key with its middle masked. */
  static OpenAiError invalidKey(String key) {
    return new OpenAiError(
        401,
        "invalid_request_error",
        "invalid_api_key",
        null,
        "Incorrect API key provided: "
            + masked(key)
            + ". You can find your API key at https://platform.openai.com/account/api-keys.",
        Map.of());
  }

  static OpenAiError deactivated() {
    return new OpenAiError(
        401,
        "invalid_request_error",
        "account_deactivated",
        null,
        "The OpenAI account associated with this API key has been deactivated. If you are the owner"
            + " of this API key and believe this is an error, please contact us through our help"
            + " center at help.openai.com.",
        Map.of());
  }

  static OpenAiError noAccess() {
    return new OpenAiError(
        403,
        "request_forbidden",
        "unsupported_country_region_territory",
        null,
        "Country, region, or territory not supported",
        Map.of());
  }

  static OpenAiError noQuota() {
    return new OpenAiError(
        429,
        "insufficient_quota",
        "insufficient_quota",
        null,
        "You exceeded your current quota, please check your plan and billing details. For more"
            + " information on this error, read the docs:"
            + " https://platform.openai.com/docs/guides/error-codes/api-errors.",
        Map.of());
  }

  static OpenAiError rateLimited(String model) {
    return new OpenAiError(
        429,
        "requests",
        "rate_limit_exceeded",
        null,
        "Rate limit reached for "
            + model
            + " in organization org-practice on requests per min (RPM): Limit 500, Used 500,"
            + " Requested 1. Please try again in 7s. Visit"
            + " https://platform.openai.com/account/rate-limits to learn more.",
        Map.of(
            "retry-after", "7",
            "retry-after-ms", "7000",
            "x-ratelimit-remaining-requests", "0",
            "x-ratelimit-reset-requests", "7s"));
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

  static OpenAiError overloaded() {
    return new OpenAiError(
        503,
        "server_error",
        null,
        null,
        "The engine is currently overloaded, please try again later.",
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

  JsonObject toJson() {
    JsonObjectBuilder error = Json.createObjectBuilder().add("message", message).add("type", type);
    addNullable(error, "param", param);
    addNullable(error, "code", code);
    return Json.createObjectBuilder().add("error", error).build();
  }

  private static void addNullable(JsonObjectBuilder object, String name, @Nullable String value) {
    if (value == null) {
      object.addNull(name);
    } else {
      object.add(name, value);
    }
  }

  private static String masked(String key) {
    if (key.length() <= 12) {
      return "*".repeat(key.length());
    }
    return key.substring(0, 8) + "*".repeat(key.length() - 12) + key.substring(key.length() - 4);
  }
}
