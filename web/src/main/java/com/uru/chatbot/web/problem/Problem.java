package com.uru.chatbot.web.problem;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.LogContext;
import com.uru.chatbot.shared.ProblemCode;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An error as the client sees it (RFC 9457), as the body of a response or inside a {@code failed}
 * event.
 *
 * @param code the kind of error
 * @param status the HTTP status; the code's own but for the few HTTP errors that share a code
 * @param detail one sentence about this occurrence, fit for the user
 * @param errorId names this occurrence in the log; only for errors of ours
 * @param violations the fields that are not valid; empty for other problems
 * @param members further members, JSON-ready values
 * @param retryAfter when to try again, {@code null} if unknown; sent as a header, in seconds
 */
public record Problem(
    ProblemCode code,
    int status,
    String detail,
    @Nullable String errorId,
    List<Violation> violations,
    Map<String, Object> members,
    @Nullable Duration retryAfter) {
  /** The media type of a problem in a response. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final String RETRY_AFTER = "Retry-After";
  private static final String LIMIT = "limit";

  public Problem {
    violations = List.copyOf(violations);
    members = Map.copyOf(members);
  }

  /** A problem whose code says all. */
  public static Problem of(ProblemCode code) {
    return of(code, code.status(), code.title());
  }

  /** What a refused use case tells the client. */
  public static Problem of(DomainException refusal) {
    List<Violation> violations =
        refusal instanceof InvalidRequestException invalid ? invalid.violations() : List.of();
    return new Problem(
        refusal.code(),
        refusal.code().status(),
        refusal.detail(),
        null,
        violations,
        refusal.members(),
        refusal.retryAfter());
  }

  static Problem of(ProblemCode code, int status, String detail) {
    return new Problem(code, status, detail, null, List.of(), Map.of(), null);
  }

  static Problem invalid(List<Violation> violations) {
    return of(new InvalidRequestException(violations));
  }

  static Problem unavailable() {
    ProblemCode code = ProblemCode.SERVICE_UNAVAILABLE;
    return new Problem(
        code,
        code.status(),
        "Uru cannot reach its database.",
        null,
        List.of(),
        Map.of(),
        Duration.ofSeconds(5));
  }

  static Problem internal(int status, String errorId) {
    ProblemCode code = ProblemCode.INTERNAL_ERROR;
    return new Problem(code, status, code.title(), errorId, List.of(), Map.of(), null);
  }

  /**
   * What the response's headers say beside the body: when to try again and, for limits of ours, the
   * limit (member {@code limit}, a whole number), of which nothing is left.
   */
  Map<String, String> headers() {
    if (retryAfter == null) {
      return Map.of();
    }
    String seconds = Long.toString(retryAfter.plusMillis(999).toSeconds());
    Object limit = members.get(LIMIT);
    return limit instanceof Integer || limit instanceof Long
        ? Map.of(
            RETRY_AFTER,
            seconds,
            "RateLimit-Limit",
            limit.toString(),
            "RateLimit-Remaining",
            "0",
            "RateLimit-Reset",
            seconds)
        : Map.of(RETRY_AFTER, seconds);
  }

  /** Returns the problem as the body of a response: with the id of the request of this thread. */
  String toBody() {
    String requestId = LogContext.current().requestId();
    JsonObject json = toJson();
    return requestId == null
        ? json.toString()
        : Json.createObjectBuilder(json).add("requestId", requestId).build().toString();
  }

  /**
   * Returns the problem on the wire. Members come beside the standard ones (RFC 9457); members
   * named title and action replace the code's own.
   */
  public JsonObject toJson() {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("type", "/docs#problem-" + code.code())
            .add("title", code.title())
            .add("status", status)
            .add("detail", detail)
            .add("code", code.code())
            .add("action", code.action());
    if (errorId != null) {
      json.add("errorId", errorId);
    }
    if (!violations.isEmpty()) {
      JsonArrayBuilder list = Json.createArrayBuilder();
      for (Violation violation : violations) {
        list.add(
            Json.createObjectBuilder()
                .add("field", violation.field())
                .add("message", violation.message()));
      }
      json.add("violations", list);
    }
    json.addAll(Json.createObjectBuilder(new TreeMap<>(members)));
    return json.build();
  }
}
