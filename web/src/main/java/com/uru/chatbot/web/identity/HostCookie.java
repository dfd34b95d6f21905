package com.uru.chatbot.web.identity;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * A cookie that is out of reach of scripts and of other sites. In development, a host that is
 * neither {@code localhost} nor behind TLS gets it without {@code Secure} and without the prefix
 * that needs it, because browsers would not keep it.
 *
 * @param prefix {@code __Host-}, which needs the path {@code /}, or {@code __Secure-}
 * @param path where browsers send it
 * @param development {@code URU_DEVELOPMENT}
 */
record HostCookie(String prefix, String name, String path, boolean development) {
  /**
   * Returns a name that tells apart two installations on one host, because cookies do not know
   * ports: with the port of {@code URU_ISSUER}, if that names one.
   */
  static String nameFor(String baseName, String issuer) {
    try {
      int port = URI.create(issuer).getPort();
      return port < 0 ? baseName : baseName + "_" + port;
    } catch (IllegalArgumentException notAnAddress) {
      return baseName;
    }
  }

  /** Returns the values in a request; there are several if another host of the domain set one. */
  Stream<String> values(HttpServletRequest request) {
    String fullName = fullName(request);
    Cookie[] cookies = request.getCookies();
    return cookies == null
        ? Stream.empty()
        : Arrays.stream(cookies)
            .filter(cookie -> cookie.getName().equals(fullName))
            .map(Cookie::getValue);
  }

  /** Returns the {@code Set-Cookie} header for a value; an age of 0 seconds removes the cookie. */
  String header(HttpServletRequest request, String value, long maxAgeSeconds) {
    return "%s=%s; Path=%s; Max-Age=%d; HttpOnly; SameSite=Strict%s"
        .formatted(
            fullName(request), value, path, maxAgeSeconds, isSecure(request) ? "; Secure" : "");
  }

  private String fullName(HttpServletRequest request) {
    return isSecure(request) ? prefix + name : name;
  }

  private boolean isSecure(HttpServletRequest request) {
    return isSecure(development, request.isSecure(), request.getServerName());
  }

  static boolean isSecure(boolean development, boolean overTls, String host) {
    return !development || overTls || host.equals("localhost");
  }
}
