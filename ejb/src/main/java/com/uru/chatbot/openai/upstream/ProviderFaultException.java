package com.uru.chatbot.openai.upstream;

import com.uru.chatbot.shared.DomainException;
import java.io.IOException;

/** The provider responded with a failure of its own that no change of the request can cure. */
public final class ProviderFaultException extends IOException {
  private static final long serialVersionUID = 1L;

  private final DomainException problem;

  public ProviderFaultException(DomainException problem) {
    super(problem.detail());
    this.problem = problem;
  }

  /** Returns the problem to report if no retry succeeds. */
  public DomainException problem() {
    return problem;
  }
}
