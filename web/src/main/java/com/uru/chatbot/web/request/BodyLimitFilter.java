package com.uru.chatbot.web.request;

import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.web.problem.Problem;
import com.uru.chatbot.web.problem.ProblemServlet;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Refuses bodies of more than 1 MiB: at once if they say so, else while they are being read. */
public class BodyLimitFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final int MAX_BYTES = 1 << 20;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getContentLengthLong() > MAX_BYTES) {
      response.setHeader("Connection", "close");
      ProblemServlet.write(Problem.of(ProblemCode.PAYLOAD_TOO_LARGE), response);
      return;
    }
    chain.doFilter(new LimitedRequest(request), response);
  }

  private static final class LimitedRequest extends HttpServletRequestWrapper {
    LimitedRequest(HttpServletRequest request) {
      super(request);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      return new LimitedInputStream(super.getInputStream(), MAX_BYTES);
    }

    @Override
    public BufferedReader getReader() throws IOException {
      return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }
  }
}
