package com.uru.chatbot.identity.session;

import com.uru.chatbot.identity.token.KnownDevice;
import java.util.Optional;
import java.util.UUID;

/**
 * Where a sign-in comes from.
 *
 * @param address the client's network address
 * @param userAgent what the client says it is; may be empty
 * @param known what its device token says, empty if it has none that counts
 */
public record Device(String address, String userAgent, Optional<KnownDevice> known) {
  /** Returns the device's id if this user has signed in there before. */
  public Optional<UUID> idKnownTo(UUID userId) {
    return known.filter(device -> device.isKnownTo(userId)).map(KnownDevice::id);
  }
}
