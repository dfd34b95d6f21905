package com.uru.chatbot.web.request;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * Lets pages of the origins in {@code URU_CORS_ORIGINS} call the API with an access token (CORS
 * protocol of the Fetch standard). Off without the setting. Never with cookies: signing in and
 * refreshing stay with Uru's own pages. With the setting, answers vary by origin: a cache must not
 * give one of them to a page of another origin.
 */
public class CorsFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String METHODS = "GET, POST, PUT, PATCH, DELETE";
  private static final String REQUEST_HEADERS =
      "Authorization, Content-Type, If-Match, Last-Event-ID, Uru-Client, Uru-Provider-Host,"
          + " Uru-Provider-Key, Uru-Provider-Organization, Uru-Provider-Project";
  private static final String RESPONSE_HEADERS =
      "Content-Disposition, Location, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset,"
          + " Retry-After, X-Request-Id";
  private static final String VARY = "Vary";
  private static final String MAX_AGE_SECONDS = "600";

  private transient CorsOrigins origins = CorsOrigins.NONE;

  /**
   * Reads the setting.
   *
   * @throws ServletException if it is none; the deployment fails then
   */
  @Override
  public void init() throws ServletException {
    String setting =
        ConfigProvider.getConfig().getOptionalValue("uru.cors.origins", String.class).orElse("");
    try {
      origins = CorsOrigins.parse(setting);
    } catch (IllegalArgumentException e) {
      throw new ServletException("URU_CORS_ORIGINS cannot be used. " + e.getMessage(), e);
    }
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (origins.equals(CorsOrigins.NONE)) {
      chain.doFilter(request, response);
      return;
    }
    HttpServletResponse varying = new VaryingResponse(response);
    varying.addHeader(VARY, "Origin");
    @Nullable String origin = request.getHeader("Origin");
    if (origin == null || !origins.allow(origin)) {
      chain.doFilter(request, varying);
      return;
    }
    response.setHeader("Access-Control-Allow-Origin", origin);
    if (isPreflight(request)) {
      response.setHeader("Access-Control-Allow-Methods", METHODS);
      response.setHeader("Access-Control-Allow-Headers", REQUEST_HEADERS);
      response.setHeader("Access-Control-Max-Age", MAX_AGE_SECONDS);
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return;
    }
    response.setHeader("Access-Control-Expose-Headers", RESPONSE_HEADERS);
    chain.doFilter(request, varying);
  }

  /** Keeps what it varies by when JAX-RS replaces the header. */
  private static final class VaryingResponse extends HttpServletResponseWrapper {
    VaryingResponse(HttpServletResponse response) {
      super(response);
    }

    @Override
    public void setHeader(String name, String value) {
      if (name.equalsIgnoreCase(VARY)) {
        addHeader(name, value);
      } else {
        super.setHeader(name, value);
      }
    }
  }

  private static boolean isPreflight(HttpServletRequest request) {
    return request.getMethod().equals("OPTIONS")
        && request.getHeader("Access-Control-Request-Method") != null;
  }
}
