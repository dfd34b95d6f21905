package com.uru.chatbot.web;

import jakarta.ws.rs.Priorities;

/**
 * The order of the JAX-RS request filters, in one place: lower runs first. Servlet filters come
 * before all of them, in the order of {@code web.xml}.
 */
public final class FilterPriorities {
  /** A method that nobody annotated is refused, and one with roles needs a signed-in user. */
  public static final int DEFAULT_DENY = Priorities.AUTHENTICATION;

  /** What the container's check of the access token leaves out; after it the caller is known. */
  public static final int CALLER = DEFAULT_DENY + 10;

  private FilterPriorities() {}
}
