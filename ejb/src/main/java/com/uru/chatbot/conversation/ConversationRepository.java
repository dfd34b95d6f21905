package com.uru.chatbot.conversation;

import com.uru.chatbot.tenant.Caller;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Conversations and messages of one caller. Every method works in the caller's transaction and sees
 * only what the caller owns.
 */
public interface ConversationRepository {
  /**
   * Where a page of conversations begins: after this one, in the order pinned, newest activity, id.
   */
  record ListPosition(boolean pinned, Instant updatedAt, UUID id) {}

  List<Conversation> list(Caller caller, boolean archived, @Nullable ListPosition after, int limit);

  Optional<Conversation> find(Caller caller, UUID id);

  /** Finds a conversation and keeps other writers out until the transaction ends. */
  Optional<Conversation> lock(Caller caller, UUID id);

  /** The digest of the request that created the conversation. */
  Optional<byte[]> creationDigest(Caller caller, UUID id);

  void add(Caller caller, Conversation conversation, byte[] creationDigest);

  /**
   * Adds conversations in one statement, so that others are told once of many.
   *
   * @throws com.uru.chatbot.shared.DomainException {@code ID_CONFLICT} if an id is in use
   */
  void addAll(Caller caller, List<Conversation> conversations);

  /** Returns those of these ids that the caller has conversations with. */
  Set<UUID> existing(Caller caller, Collection<UUID> ids);

  /** Writes every changeable component; the version rises by one. */
  void update(Caller caller, Conversation conversation);

  /** Deletes the conversation with all messages; {@code false} if there is none. */
  boolean delete(Caller caller, UUID id);

  /** Deletes these conversations with their messages. */
  void deleteAll(Caller caller, List<UUID> ids);

  /**
   * Deletes the newest messages of a conversation, which leaves its count of messages too high.
   *
   * @param limit how many at most
   * @return how many were deleted
   */
  int deleteNewestMessages(Caller caller, UUID id, int limit);

  /** Messages of all branches in the order they were made, after the given one. */
  List<Message> messages(Caller caller, UUID conversationId, @Nullable UUID after, int limit);

  /** Messages of all branches of these conversations, in the order they were made. */
  List<Message> allMessages(Caller caller, Collection<UUID> conversationIds);

  Optional<Message> message(Caller caller, UUID conversationId, UUID id);

  /**
   * Adds messages, a parent before its children.
   *
   * @throws com.uru.chatbot.shared.DomainException {@code ID_CONFLICT} if an id is in use
   */
  void addMessages(Caller caller, List<Message> messages);

  /**
   * Adds messages in one statement, a parent before its children.
   *
   * @throws com.uru.chatbot.shared.DomainException {@code ID_CONFLICT} if an id is in use
   */
  void addMessagesAtOnce(Caller caller, List<Message> messages);

  /**
   * Makes the database gather its statistics of messages if it never has. Without them it checks
   * the parent of a message by reading all messages of the conversation.
   */
  void analyzeMessages();

  /**
   * Writes the final state of a streaming message.
   *
   * @param providerItems what the provider wants back with this answer, null if nothing
   */
  void endMessage(Caller caller, Message message, @Nullable String providerItems);

  /**
   * Returns what the provider wants back with answers of a conversation, by message id. It is not
   * part of {@link Message}, so that it can be neither shown nor exported.
   */
  Map<UUID, String> providerItems(Caller caller, UUID conversationId, Collection<UUID> messageIds);

  /** The branch from its root to the given message, in reading order. */
  List<Message> branch(Caller caller, UUID conversationId, UUID lastMessageId);

  /** Returns messages of {@link #branch}, after the given one. */
  List<Message> branchPage(
      Caller caller, UUID conversationId, UUID lastMessageId, @Nullable UUID after, int limit);

  /** Returns the ids of {@link #branch}. */
  Set<UUID> branchIds(Caller caller, UUID conversationId, UUID lastMessageId);

  /** All conversations, archived ones too, in the order of their ids, after the given one. */
  List<Conversation> listById(Caller caller, @Nullable UUID after, int limit);

  /** Those of these conversations that the caller has, in the order of their ids. */
  List<Conversation> listById(Caller caller, Collection<UUID> ids);

  /** Returns conversations without activity since a time, and keeps other writers out of them. */
  List<Conversation> lockInactive(Caller caller, Instant since, int limit);

  /** Conversations whose title matches, newest activity first. */
  List<Conversation> search(Caller caller, TitleSearch search, int offset, int limit);
}
