package com.uru.chatbot.identity.session;

import com.uru.chatbot.identity.token.KnownDevice;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a sign-in comes from.
 *
 * @param address the client's network address, as the server or a trusted proxy wrote it
 * @param userAgent what the client says it is; may be empty
 * @param known what its device token says, empty if it has none that counts
 */
public record Device(String address, String userAgent, Optional<KnownDevice> known) {
  /** An IPv4 address, or an IPv6 address in brackets or alone; proxies may add a port. */
  private static final Pattern IP_ADDRESS =
      Pattern.compile(
          "(?<four>\\d{1,3}(?:\\.\\d{1,3}){3})(?::\\d{1,5})?"
              + "|\\[(?<bracketed>[0-9A-Fa-f:.]{2,45})](?::\\d{1,5})?"
              + "|(?<six>[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]{1,40})(?:%.*)?");

  /** Returns the device's id if this user has signed in there before. */
  public Optional<UUID> idKnownTo(UUID userId) {
    return known.filter(device -> device.isKnownTo(userId)).map(KnownDevice::id);
  }

  /** Returns the address without port and zone, or empty if it is no IP address. */
  Optional<String> ipAddress() {
    Matcher parts = IP_ADDRESS.matcher(address);
    return parts.matches()
        ? Optional.ofNullable(parts.group("four"))
            .or(() -> Optional.ofNullable(parts.group("bracketed")))
            .or(() -> Optional.ofNullable(parts.group("six")))
        : Optional.empty();
  }

  /** Returns the beginning of what the client says it is. */
  String userAgent(int maxLength) {
    return userAgent.substring(0, Math.min(userAgent.length(), maxLength));
  }
}
