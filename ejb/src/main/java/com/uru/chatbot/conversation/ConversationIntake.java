package com.uru.chatbot.conversation;

import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.TenantScoped;
import com.uru.chatbot.usage.Storage;
import com.uru.chatbot.usage.StorageRoom;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Adds whole conversations that were made elsewhere. */
@Stateless
@TenantScoped
public class ConversationIntake {
  private ConversationRepository conversations;
  private Storage storage;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected ConversationIntake() {}

  @Inject
  public ConversationIntake(ConversationRepository conversations, Storage storage) {
    this.conversations = conversations;
    this.storage = storage;
  }

  /** Returns those of these ids that the caller has conversations with. */
  public Set<UUID> existing(Caller caller, Collection<UUID> ids) {
    return conversations.existing(caller, ids);
  }

  /** Returns the room that the caller has for conversations. */
  public StorageRoom room(Caller caller) {
    return storage.room(caller);
  }

  /**
   * Adds conversations with all their messages: all or none.
   *
   * @param added with the number of their messages, at most 100
   * @param messages of any of them, a parent before its children; one list is one statement, so
   *     that it has to fit in memory and into the statement timeout
   * @throws com.uru.chatbot.shared.DomainException {@code ID_CONFLICT} if an id is in use
   */
  public void add(Caller caller, List<Conversation> added, Iterator<List<Message>> messages) {
    conversations.addAll(caller, added);
    boolean analyzed = false;
    while (messages.hasNext()) {
      conversations.addMessagesAtOnce(caller, messages.next());
      if (!analyzed && messages.hasNext()) {
        conversations.analyzeMessages();
        analyzed = true;
      }
    }
  }
}
