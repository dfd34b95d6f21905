package com.uru.chatbot.web.identity;

/** The roles as the constants that annotations need: the words of {@code tenant.Role}. */
public final class Roles {
  public static final String ADMIN = "admin";
  public static final String USER = "user";
  public static final String VIEWER = "viewer";

  private Roles() {}
}
