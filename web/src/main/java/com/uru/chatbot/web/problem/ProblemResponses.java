package com.uru.chatbot.web.problem;

import com.uru.chatbot.metrics.Metric;
import com.uru.chatbot.metrics.Metrics;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Puts a problem into a JAX-RS response, and counts it. */
final class ProblemResponses {
  /** What JAX-RS itself says about a refused request and the client should know. */
  private static final List<String> PRESERVED_HEADERS =
      List.of(HttpHeaders.ALLOW, HttpHeaders.ACCEPT, "Accept-Patch", HttpHeaders.RETRY_AFTER);

  private ProblemResponses() {}

  static Response of(Throwable thrown, Metrics metrics) {
    if (thrown instanceof WebApplicationException http && http.getResponse().getStatus() < 400) {
      return http.getResponse();
    }
    Problem problem = Problems.of(thrown);
    metrics.increment(Metric.PROBLEMS, problem.code().code());
    Response.ResponseBuilder response =
        Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem.toBody());
    if (problem.status() == 401) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    problem.headers().forEach(response::header);
    if (thrown instanceof WebApplicationException http) {
      for (String name : PRESERVED_HEADERS) {
        String value = http.getResponse().getHeaderString(name);
        if (value != null) {
          response.header(name, value);
        }
      }
    }
    return response.build();
  }
}
