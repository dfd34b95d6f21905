package com.uru.chatbot.userevent;

import java.util.UUID;

/** Something has changed for a user. */
public sealed interface UserEvent {
  /** A conversation was created or changed. */
  record ConversationChanged(UUID conversationId, long version) implements UserEvent {}

  /** A conversation was deleted. */
  record ConversationDeleted(UUID conversationId) implements UserEvent {}

  /** A generation has started. It may be published twice: by its node, and by the database. */
  record GenerationStarted(UUID generationId) implements UserEvent {}

  /**
   * A generation has ended.
   *
   * @param conversationId its conversation, of which it changes the messages only
   * @param version the version of the conversation
   */
  record GenerationEnded(UUID conversationId, long version) implements UserEvent {}

  /** Other events may have been lost: a subscriber has to read the present state. */
  record EventsMissed() implements UserEvent {}
}
