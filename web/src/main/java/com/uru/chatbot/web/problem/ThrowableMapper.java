package com.uru.chatbot.web.problem;

import com.uru.chatbot.metrics.Metrics;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers every exception that leaves a resource or a filter as a problem. */
@Provider
public class ThrowableMapper implements ExceptionMapper<Throwable> {
  private final Metrics metrics;

  @Inject
  public ThrowableMapper(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public Response toResponse(Throwable thrown) {
    return ProblemResponses.of(thrown, metrics);
  }
}
