package com.uru.chatbot.web.request;

import com.uru.chatbot.shared.LogContext;
import com.uru.chatbot.tracing.Span;
import com.uru.chatbot.tracing.TraceParent;
import com.uru.chatbot.tracing.Tracer;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.UUID;
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
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._-]{8,64}");

  /** Parts of a path that differ from request to request. */
  private static final Pattern VARIABLE =
      Pattern.compile("(?<=/)(?:[0-9a-fA-F-]{36}|[^/]*[0-9][^/]{15,})(?=/|$)");

  @Inject
  @SuppressWarnings("NullAway.Init")
  private transient Tracer tracer;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getAttribute(REQUEST_ID) == null) {
      request.setAttribute(REQUEST_ID, idOf(request.getHeader(REQUEST_ID)));
    }
    String id = request.getAttribute(REQUEST_ID).toString();
    response.setHeader(REQUEST_ID, id);
    TraceParent sender = TraceParent.parse(request.getHeader(TraceParent.HEADER));
    LogContext context = LogContext.ofRequest(id, sender == null ? null : sender.traceId());
    Span span = spanOf(request, sender);
    if (span != null) {
      context = context.withSpan(span.context().traceId(), span.context().spanId());
    }
    LogContext.Scope scope = context.open();
    try {
      chain.doFilter(request, response);
    } finally {
      scope.close();
      if (span != null) {
        end(span, request, response);
      }
    }
  }

  /** Returns null for what is not recorded: files of the page, checks of the platform. */
  private @Nullable Span spanOf(HttpServletRequest request, @Nullable TraceParent sender) {
    String path = request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "");
    if (request.getDispatcherType() != DispatcherType.REQUEST || !path.startsWith("/api/")) {
      return null;
    }
    Span span = tracer.request(request.getMethod(), sender);
    if (span != null) {
      String route = VARIABLE.matcher(path).replaceAll("{id}");
      span.rename(request.getMethod() + " " + route);
      span.set("http.request.method", request.getMethod());
      span.set("http.route", route);
    }
    return span;
  }

  /** Ends the span now, or when the response is complete: a stream of events takes its time. */
  private static void end(Span span, HttpServletRequest request, HttpServletResponse response) {
    if (request.isAsyncStarted()) {
      request.getAsyncContext().addListener(new SpanEnd(span, response));
    } else {
      SpanEnd.end(span, response);
    }
  }

  static String idOf(@Nullable String sent) {
    return sent != null && VALID.matcher(sent).matches() ? sent : UUID.randomUUID().toString();
  }
}
