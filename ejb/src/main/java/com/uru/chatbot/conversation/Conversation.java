package com.uru.chatbot.conversation;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A conversation of one user, without its messages.
 *
 * @param title up to 200 characters; empty until the first message
 * @param model the model that answers next unless the user chooses another
 * @param headMessageId the end of the branch that is shown, {@code null} while there is no message
 * @param version rises with every change; the optimistic lock
 */
public record Conversation(
    UUID id,
    String title,
    TitleSource titleSource,
    String model,
    @Nullable String systemPrompt,
    boolean pinned,
    boolean archived,
    @Nullable UUID headMessageId,
    int messageCount,
    Instant createdAt,
    Instant updatedAt,
    long version) {

  /**
   * This conversation with one more answer, which becomes its head and names the model to go on
   * with.
   */
  public Conversation answered(Message answer, int newMessages, Instant now) {
    return new Conversation(
        id,
        title,
        titleSource,
        answer.model() == null ? model : answer.model(),
        systemPrompt,
        pinned,
        archived,
        answer.id(),
        messageCount + newMessages,
        createdAt,
        now,
        version + 1);
  }

  /** This conversation with an automatic title; its place in the list stays. */
  public Conversation titled(String automaticTitle) {
    return new Conversation(
        id,
        automaticTitle,
        TitleSource.AUTO,
        model,
        systemPrompt,
        pinned,
        archived,
        headMessageId,
        messageCount,
        createdAt,
        updatedAt,
        version + 1);
  }

  /** Returns this conversation with another number of messages. */
  public Conversation withMessageCount(int count) {
    return new Conversation(
        id,
        title,
        titleSource,
        model,
        systemPrompt,
        pinned,
        archived,
        headMessageId,
        count,
        createdAt,
        updatedAt,
        version);
  }

  /** Whether Uru may name it: nobody has, and there is no title yet. */
  public boolean isUnnamed() {
    return titleSource == TitleSource.AUTO && title.isEmpty();
  }
}
