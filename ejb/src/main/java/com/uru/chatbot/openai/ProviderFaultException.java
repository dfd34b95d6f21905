package com.uru.chatbot.openai;

import com.uru.chatbot.shared.DomainException;
import java.io.IOException;

/** The provider answered that it has failed, whoever asked and whatever was asked. */
final class ProviderFaultException extends IOException {
  private static final long serialVersionUID = 1L;

  private final DomainException problem;

  ProviderFaultException(DomainException problem) {
    super(problem.detail());
    this.problem = problem;
  }

  /** What to tell the user if nothing better comes. */
  DomainException problem() {
    return problem;
  }
}
