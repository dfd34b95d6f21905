package com.uru.chatbot.openai.upstream;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The hosts that are reached without the proxy: loopback addresses, and those in a list separated
 * by commas or blanks. An entry is {@code *} for all hosts, or the name or the address of a host,
 * perhaps with a port. A name also holds for all names below it, with or without {@code .} or
 * {@code *.} before it.
 */
final class NoProxy {
  private static final String ALL = "*";

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|\\[::1]");

  private final List<String> entries;

  NoProxy(String list) {
    this.entries =
        Arrays.stream(list.toLowerCase(Locale.ROOT).split("[,\\s]+", -1))
            .filter(entry -> !entry.isEmpty())
            .toList();
  }

  /** Returns whether this address is reached without the proxy. */
  boolean contains(URI uri) {
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    String port = ":" + port(uri);
    return LOOPBACK.matcher(host).matches()
        || entries.stream().anyMatch(entry -> matches(entry, host, port));
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equals(uri.getScheme()) ? 443 : 80;
  }

  private static boolean matches(String entry, String host, String port) {
    if (entry.equals(ALL)) {
      return true;
    }
    String name = entry.endsWith(port) ? entry.substring(0, entry.length() - port.length()) : entry;
    if (name.startsWith(ALL)) {
      name = name.substring(1);
    }
    if (name.startsWith(".")) {
      name = name.substring(1);
    }
    return !name.isEmpty() && (host.equals(name) || host.endsWith("." + name));
  }
}
