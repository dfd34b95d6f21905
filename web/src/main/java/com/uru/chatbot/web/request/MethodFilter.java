package com.uru.chatbot.web.request;

import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.web.problem.Problem;
import com.uru.chatbot.web.problem.ProblemServlet;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * Refuses methods that nothing here answers, and closes the connection: the HTTP server reads no
 * body of TRACE, and would take that body for the next request.
 */
public class MethodFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (METHODS.contains(request.getMethod())) {
      chain.doFilter(request, response);
      return;
    }
    response.setHeader("Connection", "close");
    ProblemServlet.write(Problem.of(ProblemCode.METHOD_NOT_ALLOWED), response);
  }
}
