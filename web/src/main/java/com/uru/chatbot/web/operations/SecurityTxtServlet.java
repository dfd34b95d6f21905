package com.uru.chatbot.web.operations;

import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.web.problem.Problem;
import com.uru.chatbot.web.problem.ProblemServlet;
import com.uru.chatbot.web.request.OuterAddress;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/** Serves {@code security.txt} with the contacts in {@code URU_SECURITY_CONTACT}; 404 without. */
@WebServlet(
    name = "security-txt",
    urlPatterns = SecurityTxtServlet.PATH,
    loadOnStartup = 1,
    asyncSupported = true)
public class SecurityTxtServlet extends HttpServlet {
  static final String PATH = "/.well-known/security.txt";
  private static final long serialVersionUID = 1L;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private transient OuterAddress outerAddress;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private transient Clock clock;

  private transient SecurityTxt file = new SecurityTxt(List.of());

  /**
   * Reads the setting.
   *
   * @throws ServletException if it is none; the deployment fails then
   */
  @Override
  public void init() throws ServletException {
    String setting =
        ConfigProvider.getConfig()
            .getOptionalValue("uru.security.contact", String.class)
            .orElse("");
    try {
      file = SecurityTxt.parse(setting);
    } catch (IllegalArgumentException e) {
      throw new ServletException("URU_SECURITY_CONTACT cannot be used. " + e.getMessage(), e);
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (file.contacts().isEmpty()) {
      ProblemServlet.write(Problem.of(ProblemCode.NOT_FOUND), response);
      return;
    }
    response.setContentType("text/plain");
    response.setCharacterEncoding("UTF-8");
    response.getWriter().write(file.text(outerAddress.of(request), clock.instant()));
  }
}
