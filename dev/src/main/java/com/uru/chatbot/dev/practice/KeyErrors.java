package com.uru.chatbot.dev.practice;

import com.uru.chatbot.dev.practice.OpenAiError.Shape;
import java.util.Map;

/** Refusals of a key, whatever it asks for. */
final class KeyErrors {
  private static final String INVALID_REQUEST = "invalid_request_error";

  private KeyErrors() {}

  static OpenAiError missingKey() {
    return new OpenAiError(
        401,
        INVALID_REQUEST,
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
        INVALID_REQUEST,
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
        INVALID_REQUEST,
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

  /** OpenAI does not document what it answers to an expired key; the words are ours. */
  static OpenAiError expired() {
    return unauthorized(
        "expired_api_key",
        "Your API key has expired. You can create a new API key at"
            + " https://platform.openai.com/account/api-keys.");
  }

  static OpenAiError ipNotAuthorized() {
    return unauthorized(
        "ip_not_authorized",
        "Your request IP address is not in the IP allowlist of your project or organization. Send"
            + " the request from an allowed IP address, or update your IP allowlist settings.");
  }

  static OpenAiError wrongHost(String rightHost) {
    return new OpenAiError(
        401,
        INVALID_REQUEST,
        "incorrect_hostname",
        null,
        "Attempted to access resource with incorrect regional hostname. Please make your request to "
            + rightHost,
        Map.of(),
        Shape.OBJECT_AND_STATUS);
  }

  static OpenAiError missingScope(String scope) {
    return unauthorized("missing_scope", missingScopes(scope));
  }

  /** The refusal of an admin key: no code. */
  static OpenAiError admin(String scope) {
    return new OpenAiError(401, INVALID_REQUEST, null, null, missingScopes(scope), Map.of());
  }

  /** The refusal of a scope with a string instead of an object. */
  static OpenAiError missingScopeAsString(String scope) {
    return new OpenAiError(
        403, INVALID_REQUEST, null, null, missingScopes(scope), Map.of(), Shape.STRING);
  }

  private static String missingScopes(String scope) {
    return "You have insufficient permissions for this operation. Missing scopes: "
        + scope
        + ". Check that you have the correct role in your organization (Reader, Writer, Owner) and"
        + " project (Member, Owner), and if you're using a restricted API key, that it has the"
        + " necessary scopes.";
  }

  private static OpenAiError unauthorized(String code, String message) {
    return new OpenAiError(401, INVALID_REQUEST, code, null, message, Map.of());
  }

  private static String masked(String key) {
    if (key.length() <= 12) {
      return "*".repeat(key.length());
    }
    return key.substring(0, 8) + "*".repeat(key.length() - 12) + key.substring(key.length() - 4);
  }
}
