package com.uru.chatbot.web.request;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gives every request an id, the proxy's if it sent a sane one, and tells it in the response. */
public class RequestIdFilter extends HttpFilter {
  /** Header of request and response, and name of the request attribute. */
  public static final String REQUEST_ID = "X-Request-Id";

  private static final long serialVersionUID = 1L;
  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._-]{8,64}");

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getAttribute(REQUEST_ID) == null) {
      request.setAttribute(REQUEST_ID, idOf(request.getHeader(REQUEST_ID)));
    }
    response.setHeader(REQUEST_ID, request.getAttribute(REQUEST_ID).toString());
    chain.doFilter(request, response);
  }

  static String idOf(@Nullable String sent) {
    return sent != null && SANE.matcher(sent).matches() ? sent : UUID.randomUUID().toString();
  }
}
