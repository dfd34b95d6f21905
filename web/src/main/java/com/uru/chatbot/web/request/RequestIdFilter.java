package com.uru.chatbot.web.request;

import com.uru.chatbot.shared.LogContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gives every request an id, the proxy's if it sent a sane one, and tells it in the response. What
 * is logged for the request carries it, and the id of the trace that a {@code traceparent} names
 * (W3C Trace Context).
 */
public class RequestIdFilter extends HttpFilter {
  /** Header of request and response, and name of the request attribute. */
  public static final String REQUEST_ID = "X-Request-Id";

  private static final long serialVersionUID = 1L;
  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._-]{8,64}");

  /** Version, trace id, parent id, flags; later versions may add to it. */
  private static final Pattern TRACEPARENT =
      Pattern.compile(
          "(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getAttribute(REQUEST_ID) == null) {
      request.setAttribute(REQUEST_ID, idOf(request.getHeader(REQUEST_ID)));
    }
    String id = request.getAttribute(REQUEST_ID).toString();
    response.setHeader(REQUEST_ID, id);
    LogContext.Scope scope =
        LogContext.ofRequest(id, traceIdOf(request.getHeader("traceparent"))).open();
    try {
      chain.doFilter(request, response);
    } finally {
      scope.close();
    }
  }

  static String idOf(@Nullable String sent) {
    return sent != null && SANE.matcher(sent).matches() ? sent : UUID.randomUUID().toString();
  }

  /** Returns the id of the trace that a {@code traceparent} names, or null if it is not valid. */
  static @Nullable String traceIdOf(@Nullable String traceparent) {
    if (traceparent == null) {
      return null;
    }
    Matcher fields = TRACEPARENT.matcher(traceparent);
    return fields.matches() ? fields.group(1) : null;
  }
}
