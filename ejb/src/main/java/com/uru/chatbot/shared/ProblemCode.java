package com.uru.chatbot.shared;

import java.util.Locale;

/**
 * The closed set of problems that Uru reports, with everything that does not depend on the case:
 * HTTP status, title, and what the reader should do next. The one table behind every {@code
 * application/problem+json} (RFC 9457) and every {@code failed} event.
 */
public enum ProblemCode {
  VALIDATION_FAILED(
      400,
      "The request is not valid",
      "Correct the fields listed under violations and send it again."),
  MALFORMED_JSON(400, "The request is not JSON", "Send a well-formed JSON object."),
  PAYLOAD_TOO_LARGE(413, "The request is too large", "Send at most 1 MiB; split a long message."),
  UNSUPPORTED_MEDIA_TYPE(415, "The media type is not supported", "Send application/json."),
  NOT_FOUND(404, "Not found", "Check the address; it may have been deleted."),
  METHOD_NOT_ALLOWED(
      405, "The method is not allowed here", "Use a method named in the Allow header."),

  UNAUTHENTICATED(401, "Sign-in is required", "Sign in and send the access token."),
  TOKEN_EXPIRED(401, "The access token has expired", "Refresh the session and try again."),
  BAD_CREDENTIALS(401, "E-mail or password is wrong", "Check both and try again."),
  SESSION_EXPIRED(401, "The session has ended", "Sign in again."),
  FORBIDDEN(403, "Your role does not allow this", "Ask an administrator for the role you need."),
  SIGN_UP_CLOSED(403, "Sign-up is closed", "Ask an administrator for an account."),
  CSRF_REJECTED(403, "The request did not come from Uru", "Reload Uru and try again."),

  EMAIL_TAKEN(
      409, "This e-mail address has an account", "Sign in instead, or use another address."),
  ID_CONFLICT(409, "This id is in use with other content", "Use a new id."),
  GENERATION_RUNNING(
      409, "An answer is still being written here", "Wait for it to finish, or stop it."),
  ALREADY_ROTATED(
      409,
      "Another tab has just refreshed the session",
      "Try again: the new cookie is already there."),
  VERSION_CONFLICT(
      412, "Somebody changed this meanwhile", "Load it again, then repeat your change."),
  LAST_ADMIN(
      409,
      "This is the last administrator",
      "Give another person the role of administrator first."),

  RATE_LIMITED(429, "Too many requests", "Wait the time given in Retry-After."),
  TOO_MANY_ATTEMPTS(429, "Too many sign-in attempts", "Wait the time given in Retry-After."),
  QUOTA_EXCEEDED(
      429,
      "Your organisation's limit is reached",
      "Wait for the next period or ask an administrator."),
  TOO_MANY_STREAMS(
      429,
      "Too many answers at the same time",
      "Wait until an answer is finished, stop one, or close a tab that you do not need."),

  PROVIDER_KEY_MISSING(400, "No OpenAI key was sent", "Add your OpenAI key, or unlock it."),
  PROVIDER_KEY_UNREADABLE(
      400,
      "The sealed key cannot be opened",
      "Fetch the transport keys again, seal anew and repeat."),
  PROVIDER_KEY_INVALID(
      422, "OpenAI does not accept this key", "Replace the key with one that is active."),
  PROVIDER_ACCESS_DENIED(
      422,
      "OpenAI denied access",
      "Check the key's permissions, project and organisation at platform.openai.com."),
  PROVIDER_REGION(
      422,
      "The key belongs to another region of OpenAI",
      "Ask an administrator to allow the API host of this region (URU_OPENAI_HOSTS)."),
  PROVIDER_QUOTA_EXCEEDED(
      422,
      "A limit of your OpenAI account is reached",
      "Add credit or raise the limit at platform.openai.com/settings/organization."),
  PROVIDER_RATE_LIMITED(
      429, "OpenAI's rate limit is reached", "Wait the time given in Retry-After, then try again."),
  MODEL_NOT_AVAILABLE(422, "This model is not available to you", "Choose another model."),
  CONTEXT_LENGTH_EXCEEDED(
      422,
      "The conversation is too long for this model",
      "Choose a model with a larger context, or start anew."),
  ANSWER_EMPTY(422, "The model returned an empty answer", "Try again, or choose another model."),
  CONTENT_REFUSED(422, "OpenAI's content policy refused this", "Change the message."),
  PROVIDER_UNAVAILABLE(502, "OpenAI cannot be reached", "Try again in a moment."),
  PROVIDER_TIMEOUT(504, "OpenAI did not answer in time", "Try again in a moment."),

  SERVICE_UNAVAILABLE(
      503,
      "Uru is not available for a moment",
      "Try again in a moment; nothing you sent was lost here."),
  INTERNAL_ERROR(
      500,
      "Something went wrong here",
      "Try again; if it persists, give the error id to an administrator.");

  private final int status;
  private final String title;
  private final String action;

  ProblemCode(int status, String title, String action) {
    this.status = status;
    this.title = title;
    this.action = action;
  }

  /** The code on the wire, e.g. {@code provider_key_invalid}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The HTTP status, 400 to 504. */
  public int status() {
    return status;
  }

  /** One short sentence, the same for every occurrence. */
  public String title() {
    return title;
  }

  /** What the reader should do next. */
  public String action() {
    return action;
  }

  /**
   * The code of a wire name; unknown names, which only a newer node can have written, are internal
   * errors.
   */
  public static ProblemCode ofCode(String code) {
    for (ProblemCode candidate : values()) {
      if (candidate.code().equals(code)) {
        return candidate;
      }
    }
    return INTERNAL_ERROR;
  }
}
