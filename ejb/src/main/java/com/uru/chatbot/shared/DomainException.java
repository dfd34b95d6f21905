package com.uru.chatbot.shared;

import jakarta.ejb.ApplicationException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A use case refused for a reason the caller can be told. Rolls the transaction back; the web layer
 * answers it as a problem (RFC 9457). The detail and the members are shown to the user: they never
 * hold content, keys or upstream text that was not scrubbed.
 */
@ApplicationException(rollback = true, inherited = true)
public class DomainException extends RuntimeException {
  /** Name of a member that replaces the title of the code in the problem. */
  public static final String TITLE = "title";

  /** Name of a member that replaces the action of the code in the problem. */
  public static final String ACTION = "action";

  private static final long serialVersionUID = 1L;

  private final ProblemCode code;
  private final transient Map<String, Object> members;
  private final transient @Nullable Duration retryAfter;

  /** A refusal whose title says all. */
  public DomainException(ProblemCode code) {
    this(code, code.title());
  }

  /** A refusal with one sentence about this case. */
  public DomainException(ProblemCode code, String detail) {
    this(code, detail, Map.of(), null);
  }

  /**
   * A refusal with additional problem members and a waiting time.
   *
   * @param members extension members of the problem, JSON-ready values; empty if none
   * @param retryAfter how long to wait before the next try, {@code null} if unknown
   */
  public DomainException(
      ProblemCode code, String detail, Map<String, Object> members, @Nullable Duration retryAfter) {
    super(detail);
    this.code = code;
    this.members = Map.copyOf(members);
    this.retryAfter = retryAfter;
  }

  /**
   * Returns a {@code VALIDATION_FAILED} that names the field of the request, as a body that breaks
   * a constraint is answered.
   */
  public static DomainException invalid(String field, String message) {
    return new DomainException(
        ProblemCode.VALIDATION_FAILED,
        message,
        Map.of("violations", List.of(Map.of("field", field, "message", message))),
        null);
  }

  public ProblemCode code() {
    return code;
  }

  /** One sentence about this case, fit for the user. */
  public String detail() {
    String message = getMessage();
    return message == null ? code.title() : message;
  }

  /** Returns what happened, one short phrase: the member {@link #TITLE}, else the code's title. */
  public String title() {
    return members().getOrDefault(TITLE, code.title()).toString();
  }

  /** Returns what to do next: the member {@link #ACTION}, else the code's action. */
  public String action() {
    return members().getOrDefault(ACTION, code.action()).toString();
  }

  public Map<String, Object> members() {
    return members == null ? Map.of() : members;
  }

  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
