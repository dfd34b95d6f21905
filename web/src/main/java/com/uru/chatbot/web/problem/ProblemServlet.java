package com.uru.chatbot.web.problem;

import com.uru.chatbot.shared.ProblemCode;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** Answers the errors that never reach JAX-RS: the container's error page. */
@WebServlet(name = "problem", urlPatterns = "/WEB-INF/problem", asyncSupported = true)
public class ProblemServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private transient Clock clock;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getDispatcherType() != DispatcherType.ERROR) {
      write(Problems.ofStatus(HttpServletResponse.SC_NOT_FOUND), response);
      return;
    }
    if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable thrown) {
      write(Problems.of(thrown), response);
      return;
    }
    if (response.getStatus() == HttpServletResponse.SC_UNAUTHORIZED
        && ExpiredToken.isIn(request.getHeader("Authorization"), clock.instant())) {
      write(Problem.of(ProblemCode.TOKEN_EXPIRED), response);
      return;
    }
    write(Problems.ofStatus(response.getStatus()), response);
  }

  /** Writes a problem where there is no JAX-RS; also for servlet filters. */
  public static void write(Problem problem, HttpServletResponse response) throws IOException {
    byte[] body = problem.toBody().getBytes(StandardCharsets.UTF_8);
    response.setStatus(problem.status());
    response.setContentType(Problem.MEDIA_TYPE);
    response.setContentLength(body.length);
    if (problem.status() == HttpServletResponse.SC_UNAUTHORIZED) {
      response.setHeader("WWW-Authenticate", "Bearer");
    }
    problem.headers().forEach(response::setHeader);
    response.getOutputStream().write(body);
  }
}
