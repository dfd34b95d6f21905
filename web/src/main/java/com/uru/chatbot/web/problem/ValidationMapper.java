package com.uru.chatbot.web.problem;

import com.uru.chatbot.metrics.Metrics;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.validation.ValidationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Takes Bean Validation's exceptions before the JAX-RS implementation's own mapper does. */
@Provider
@Priority(1)
public class ValidationMapper implements ExceptionMapper<ValidationException> {
  private final Metrics metrics;

  @Inject
  public ValidationMapper(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public Response toResponse(ValidationException thrown) {
    return ProblemResponses.of(thrown, metrics);
  }
}
