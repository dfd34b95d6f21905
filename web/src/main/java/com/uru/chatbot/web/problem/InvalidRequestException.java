package com.uru.chatbot.web.problem;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import java.util.List;

/** A request whose fields are not valid; names each of them. */
public class InvalidRequestException extends DomainException {
  private static final long serialVersionUID = 1L;

  private final transient List<Violation> violations;

  public InvalidRequestException(List<Violation> violations) {
    super(ProblemCode.VALIDATION_FAILED);
    this.violations = List.copyOf(violations);
  }

  public InvalidRequestException(String field, String message) {
    this(List.of(new Violation(field, message)));
  }

  public List<Violation> violations() {
    return violations == null ? List.of() : violations;
  }
}
