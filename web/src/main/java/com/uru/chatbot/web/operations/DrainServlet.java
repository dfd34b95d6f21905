package com.uru.chatbot.web.operations;

import com.uru.chatbot.generation.node.NodeDrain;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * {@code POST /operations/drain}: called before this server is stopped. Answers 204 when nothing
 * runs any more; {@link OperationsFilter} lets only them in who know the secret.
 */
@WebServlet(name = "drain", urlPatterns = "/operations/drain", asyncSupported = true)
public class DrainServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Inject
  @SuppressWarnings("NullAway.Init")
  private transient NodeDrain drain;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws ServletException {
    try {
      drain.drain();
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServletException("The server was stopped before it was drained", e);
    }
  }
}
