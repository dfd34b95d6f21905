package com.uru.chatbot.web.userevents;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/** The ids that were added last. */
final class RecentIds {
  private static final int MAX_IDS = 256;

  private final Set<UUID> ids = new LinkedHashSet<>();

  /** Adds an id; returns false if it is one of them already. */
  boolean add(UUID id) {
    if (!ids.add(id)) {
      return false;
    }
    if (ids.size() > MAX_IDS) {
      ids.remove(ids.iterator().next());
    }
    return true;
  }
}
