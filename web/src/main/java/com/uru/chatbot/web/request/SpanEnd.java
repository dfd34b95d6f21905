package com.uru.chatbot.web.request;

import com.uru.chatbot.tracing.Span;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletResponse;

/** Ends the span of a request whose response is written by other threads. */
final class SpanEnd implements AsyncListener {
  private static final int FIRST_SERVER_ERROR = 500;

  private final Span span;
  private final HttpServletResponse response;

  SpanEnd(Span span, HttpServletResponse response) {
    this.span = span;
    this.response = response;
  }

  static void end(Span span, HttpServletResponse response) {
    int status = response.getStatus();
    span.set("http.response.status_code", status);
    if (status >= FIRST_SERVER_ERROR) {
      span.fail(Integer.toString(status));
    }
    span.end();
  }

  @Override
  public void onComplete(AsyncEvent event) {
    end(span, response);
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    span.fail("timeout");
  }

  @Override
  public void onError(AsyncEvent event) {
    span.fail("connection");
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    event.getAsyncContext().addListener(this);
  }
}
