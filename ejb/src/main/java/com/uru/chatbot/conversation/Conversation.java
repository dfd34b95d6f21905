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
   * Begins a conversation that has neither title nor messages. Everything else is set by name.
   *
   * @param model the model that answers next
   */
  public static Builder begin(UUID id, String model, Instant createdAt) {
    return new Builder(id, model, createdAt);
  }

  /** Begins a copy, of which each property can be set by name. */
  public Builder copy() {
    return new Builder(id, model, createdAt)
        .title(title, titleSource)
        .systemPrompt(systemPrompt)
        .pinned(pinned)
        .archived(archived)
        .head(headMessageId)
        .messageCount(messageCount)
        .updatedAt(updatedAt)
        .version(version);
  }

  /**
   * Returns this conversation with one more answer, which becomes its head and names the model to
   * go on with.
   */
  public Conversation answered(Message answer, int newMessages, Instant now) {
    return copy()
        .model(answer.model() == null ? model : answer.model())
        .head(answer.id())
        .messageCount(messageCount + newMessages)
        .updatedAt(now)
        .version(version + 1)
        .build();
  }

  /** Returns this conversation with an automatic title; its place in the list stays. */
  public Conversation titled(String automaticTitle) {
    return copy().title(automaticTitle, TitleSource.AUTO).version(version + 1).build();
  }

  /** Whether Uru may name it: nobody has, and there is no title yet. */
  public boolean isUnnamed() {
    return titleSource == TitleSource.AUTO && title.isEmpty();
  }

  /** The properties of a conversation, set one by one. For one thread. */
  public static final class Builder {
    private final UUID id;
    private final Instant createdAt;
    private String title = "";
    private TitleSource titleSource = TitleSource.AUTO;
    private String model;
    private @Nullable String systemPrompt;
    private boolean pinned;
    private boolean archived;
    private @Nullable UUID headMessageId;
    private int messageCount;
    private Instant updatedAt;
    private long version = 1;

    private Builder(UUID id, String model, Instant createdAt) {
      this.id = id;
      this.model = model;
      this.createdAt = createdAt;
      this.updatedAt = createdAt;
    }

    public Builder title(String newTitle, TitleSource source) {
      title = newTitle;
      titleSource = source;
      return this;
    }

    public Builder model(String newModel) {
      model = newModel;
      return this;
    }

    public Builder systemPrompt(@Nullable String newSystemPrompt) {
      systemPrompt = newSystemPrompt;
      return this;
    }

    public Builder pinned(boolean newPinned) {
      pinned = newPinned;
      return this;
    }

    public Builder archived(boolean newArchived) {
      archived = newArchived;
      return this;
    }

    public Builder head(@Nullable UUID messageId) {
      headMessageId = messageId;
      return this;
    }

    public Builder messageCount(int count) {
      messageCount = count;
      return this;
    }

    public Builder updatedAt(Instant time) {
      updatedAt = time;
      return this;
    }

    public Builder version(long newVersion) {
      version = newVersion;
      return this;
    }

    public Conversation build() {
      return new Conversation(
          id,
          title,
          titleSource,
          model,
          systemPrompt,
          pinned,
          archived,
          headMessageId,
          messageCount,
          createdAt,
          updatedAt,
          version);
    }
  }
}
