package com.uru.chatbot.web.request;

import com.uru.chatbot.shared.DomainException;
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
import java.util.Map;

/**
 * Refuses bodies that are too large: at once if they say so, else while they are being read. A file
 * of people may have 4 MiB, a file of conversations 512 MiB, everything else 1 MiB.
 */
public class BodyLimitFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_BYTES_OF_PEOPLE = 4 << 20;
  private static final int MAX_BYTES_OF_CONVERSATIONS = 512 << 20;
  private static final String IMPORT_OF_PEOPLE = "/api/v1/admin/users/import";
  private static final String IMPORT_OF_CONVERSATIONS = "/api/v1/import";

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    int limit = limit(request.getRequestURI());
    if (request.getContentLengthLong() > limit) {
      response.setHeader("Connection", "close");
      ProblemServlet.write(Problem.of(tooLarge(limit)), response);
      return;
    }
    chain.doFilter(new LimitedRequest(request, limit), response);
  }

  private static int limit(String uri) {
    if (uri.endsWith(IMPORT_OF_PEOPLE)) {
      return MAX_BYTES_OF_PEOPLE;
    }
    return uri.endsWith(IMPORT_OF_CONVERSATIONS) ? MAX_BYTES_OF_CONVERSATIONS : MAX_BYTES;
  }

  /** Returns the problem of a body with more bytes than this. */
  static DomainException tooLarge(int limit) {
    if (limit < MAX_BYTES_OF_CONVERSATIONS) {
      return new DomainException(ProblemCode.PAYLOAD_TOO_LARGE);
    }
    return new DomainException(
        ProblemCode.PAYLOAD_TOO_LARGE,
        "The file is larger than 512 MiB.",
        Map.of(
            DomainException.ACTION,
            "Put only the conversations.json files of the export into a ZIP file, without pictures"
                + " and sounds."),
        null);
  }

  private static final class LimitedRequest extends HttpServletRequestWrapper {
    private final int limit;

    LimitedRequest(HttpServletRequest request, int limit) {
      super(request);
      this.limit = limit;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      return new LimitedInputStream(super.getInputStream(), limit);
    }

    @Override
    public BufferedReader getReader() throws IOException {
      return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }
  }
}
