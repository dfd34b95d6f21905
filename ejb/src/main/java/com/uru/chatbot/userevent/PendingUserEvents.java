package com.uru.chatbot.userevent;

import com.uru.chatbot.userevent.UserEvent.ConversationChanged;
import com.uru.chatbot.userevent.UserEvent.ConversationDeleted;
import com.uru.chatbot.userevent.UserEvent.EventsMissed;
import com.uru.chatbot.userevent.UserEvent.GenerationStarted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The events that one subscriber has not taken yet: for each conversation and each generation the
 * latest one. A subscriber that takes none for long finds {@link EventsMissed} instead of them.
 */
public final class PendingUserEvents {
  /** How many events are kept. */
  static final int MAX_EVENTS = 500;

  private final Map<UUID, UserEvent> events = new LinkedHashMap<>();
  private boolean missed;

  /**
   * Adds an event that a subscriber is told: any but {@link UserEvent.GenerationEnded}, which would
   * replace a change of the same conversation.
   */
  public synchronized void add(UserEvent event) {
    if (missed) {
      return;
    }
    if (event instanceof EventsMissed || events.size() == MAX_EVENTS) {
      missed = true;
      events.clear();
    } else {
      events.put(subject(event), event);
    }
  }

  /** Removes and returns all events, in the order in which their subjects came. */
  public synchronized List<UserEvent> take() {
    List<UserEvent> taken = missed ? List.of(new EventsMissed()) : List.copyOf(events.values());
    missed = false;
    events.clear();
    return taken;
  }

  private static UUID subject(UserEvent event) {
    if (event instanceof ConversationChanged changed) {
      return changed.conversationId();
    }
    if (event instanceof ConversationDeleted deleted) {
      return deleted.conversationId();
    }
    if (event instanceof GenerationStarted started) {
      return started.generationId();
    }
    throw new IllegalArgumentException(event.toString());
  }
}
