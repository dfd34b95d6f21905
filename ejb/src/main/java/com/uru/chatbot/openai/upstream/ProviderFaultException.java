package com.uru.chatbot.openai.upstream;

import com.uru.chatbot.shared.DomainException;
import java.io.IOException;

/** The provider answered that it has failed, whoever asked and whatever was asked. */
public final class ProviderFaultException extends IOException {
  private static final long serialVersionUID = 1L;

  private final DomainException problem;

  public ProviderFaultException(DomainException problem) {
    super(problem.detail());
    this.problem = problem;
  }

  /** What to tell the user if nothing better comes. */
  public DomainException problem() {
    return problem;
  }
}
