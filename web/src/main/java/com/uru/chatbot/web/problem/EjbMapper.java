package com.uru.chatbot.web.problem;

import com.uru.chatbot.metrics.Metrics;
import jakarta.annotation.Priority;
import jakarta.ejb.EJBException;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/**
 * Takes exceptions of EJBs before Jersey's own mapper does, which maps each of them twice and so
 * would log it twice.
 */
@Provider
@Priority(1)
public class EjbMapper implements ExceptionMapper<EJBException> {
  private final Metrics metrics;

  @Inject
  public EjbMapper(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public Response toResponse(EJBException thrown) {
    return ProblemResponses.of(thrown, metrics);
  }
}
