package com.uru.chatbot.web.operations;

import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.web.problem.Problem;
import com.uru.chatbot.web.problem.ProblemServlet;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * Guards what the server itself serves. {@code /metrics} wants Basic credentials, {@code metrics}
 * and {@code URU_METRICS_PASSWORD}, and is not there without that setting. {@code /operations}
 * wants the header {@code Uru-Operations-Secret} with {@code URU_OPERATIONS_SECRET}, and is not
 * there without either. {@code /openapi} and {@code /docs} describe a public contract and are open
 * unless {@code URU_API_DOCS=false}.
 */
public class OperationsFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final List<String> READ_ONLY = List.of("/health", "/metrics", "/openapi");
  private static final String SECRET_HEADER = "Uru-Operations-Secret";

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Config config = ConfigProvider.getConfig();
    if (isBelow("/metrics", request)) {
      Optional<String> password = config.getOptionalValue("uru.metrics.password", String.class);
      if (password.isEmpty()) {
        ProblemServlet.write(Problem.of(ProblemCode.NOT_FOUND), response);
        return;
      }
      if (!isAuthorized(request, password.get())) {
        ProblemServlet.write(Problem.of(ProblemCode.UNAUTHENTICATED), response);
        response.setHeader("WWW-Authenticate", "Basic realm=\"metrics\"");
        return;
      }
    }
    if (isBelow("/operations", request)) {
      Optional<String> secret = config.getOptionalValue("uru.operations.secret", String.class);
      if (secret.isEmpty()) {
        ProblemServlet.write(Problem.of(ProblemCode.NOT_FOUND), response);
        return;
      }
      if (!isSame(secret.get(), request.getHeader(SECRET_HEADER))) {
        ProblemServlet.write(Problem.of(ProblemCode.FORBIDDEN), response);
        return;
      }
    }
    if ((isBelow("/openapi", request) || isBelow("/docs", request))
        && !config.getOptionalValue("uru.api.docs", Boolean.class).orElse(true)) {
      ProblemServlet.write(Problem.of(ProblemCode.NOT_FOUND), response);
      return;
    }
    if (isRead(request) || READ_ONLY.stream().noneMatch(path -> isBelow(path, request))) {
      chain.doFilter(request, response);
      return;
    }
    response.setHeader("Allow", "GET, HEAD");
    ProblemServlet.write(Problem.of(ProblemCode.METHOD_NOT_ALLOWED), response);
  }

  private static boolean isRead(HttpServletRequest request) {
    return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
  }

  private static boolean isBelow(String path, HttpServletRequest request) {
    String requested = request.getServletPath();
    return requested.equals(path) || requested.startsWith(path + "/");
  }

  private static boolean isAuthorized(HttpServletRequest request, String password) {
    byte[] credentials = ("metrics:" + password).getBytes(StandardCharsets.UTF_8);
    String expected = "Basic " + Base64.getEncoder().encodeToString(credentials);
    return isSame(expected, request.getHeader("Authorization"));
  }

  private static boolean isSame(String expected, @Nullable String sent) {
    return sent != null
        && MessageDigest.isEqual(
            sent.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
  }
}
