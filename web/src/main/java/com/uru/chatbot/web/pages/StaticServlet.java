package com.uru.chatbot.web.pages;

import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.web.problem.Problem;
import com.uru.chatbot.web.problem.ProblemServlet;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Serves the built user interface from memory: the container's own servlet for files has neither
 * caching rules nor precompressed files, and fails under parallel requests. Everything that no
 * other servlet takes comes here.
 */
@WebServlet(name = "static", urlPatterns = "/", loadOnStartup = 1, asyncSupported = true)
public class StaticServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final String UI = "/WEB-INF/ui";
  private static final String DOCS = "/WEB-INF/docs";

  private transient @Nullable StaticFiles files;

  @Override
  public void init() throws ServletException {
    Map<String, byte[]> contents = new HashMap<>();
    try {
      load(getServletContext(), UI, UI.length(), contents);
      load(getServletContext(), DOCS, "/WEB-INF".length(), contents);
      contents.put("/docs/problems.json", problems());
    } catch (IOException e) {
      throw new ServletException("The user interface in the archive cannot be read", e);
    }
    files = StaticFiles.of(contents);
    if (files.application().isEmpty()) {
      throw new ServletException("The archive has no user interface: WEB-INF/ui/index.html");
    }
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean head = request.getMethod().equals("HEAD");
    if (!head && !request.getMethod().equals("GET")) {
      response.setHeader("Allow", "GET, HEAD");
      ProblemServlet.write(Problem.of(ProblemCode.METHOD_NOT_ALLOWED), response);
      return;
    }
    Optional<StaticFile> file = loaded().at(request.getServletPath());
    if (file.isPresent()) {
      send(file.get(), request, response, head);
      return;
    }
    Optional<StaticFile> application = loaded().application();
    if (application.isPresent() && isNavigation(request)) {
      response.setStatus(HttpServletResponse.SC_NOT_FOUND);
      send(application.get(), request, response, head);
      return;
    }
    ProblemServlet.write(Problem.of(ProblemCode.NOT_FOUND), response);
  }

  /** A person who mistyped an address gets the application, which says so in their language. */
  private static boolean isNavigation(HttpServletRequest request) {
    String accept = request.getHeader("Accept");
    return accept != null
        && accept.contains("text/html")
        && !request.getServletPath().startsWith("/api")
        && request.getServletPath().indexOf('.') < 0;
  }

  private static void send(
      StaticFile file, HttpServletRequest request, HttpServletResponse response, boolean head)
      throws IOException {
    ContentCoding coding =
        ContentCoding.choose(request.getHeader("Accept-Encoding"), file.codings());
    response.setHeader("ETag", file.etag(coding));
    response.setHeader("Cache-Control", file.cacheControl());
    response.setHeader("Vary", "Accept-Encoding");
    if (response.getStatus() == HttpServletResponse.SC_OK
        && file.isUnchanged(request.getHeader("If-None-Match"), coding)) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    if (coding != ContentCoding.IDENTITY) {
      response.setHeader("Content-Encoding", coding.token());
    }
    byte[] content = file.content(coding);
    response.setContentType(file.mediaType());
    response.setContentLength(content.length);
    if (!head) {
      response.getOutputStream().write(content);
    }
  }

  /** The table of problem codes, for the reference page. */
  private static byte[] problems() {
    JsonArrayBuilder table = Json.createArrayBuilder();
    for (ProblemCode code : ProblemCode.values()) {
      table.add(
          Json.createObjectBuilder()
              .add("code", code.code())
              .add("status", code.status())
              .add("title", code.title())
              .add("action", code.action()));
    }
    return table.build().toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void load(
      ServletContext context, String folder, int prefix, Map<String, byte[]> contents)
      throws IOException {
    Set<String> paths = context.getResourcePaths(folder);
    if (paths == null) {
      return;
    }
    for (String path : paths) {
      if (path.endsWith("/")) {
        load(context, path, prefix, contents);
        continue;
      }
      try (InputStream content = context.getResourceAsStream(path)) {
        if (content != null) {
          contents.put(path.substring(prefix), content.readAllBytes());
        }
      }
    }
  }

  private StaticFiles loaded() {
    if (files == null) {
      throw new IllegalStateException("The servlet is not initialised");
    }
    return files;
  }
}
