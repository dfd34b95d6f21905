package com.uru.chatbot.web.problem;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers every exception that leaves a resource or a filter as a problem. */
@Provider
public class ThrowableMapper implements ExceptionMapper<Throwable> {
  @Override
  public Response toResponse(Throwable thrown) {
    return ProblemResponses.of(thrown);
  }
}
