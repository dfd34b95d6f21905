package com.uru.chatbot.conversation;

import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.OwnedData;
import com.uru.chatbot.tenant.TenantScoped;
import jakarta.ejb.Local;
import jakarta.ejb.LocalBean;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Deletes conversations of a user who is erased, or that were inactive for too long: as many as fit
 * into a short transaction.
 */
@Stateless
@LocalBean
@Local(OwnedData.class)
@TenantScoped
public class ConversationErasure implements OwnedData {
  private static final int MAX_CONVERSATIONS = 50;
  private static final int MAX_MESSAGES = 2_000;

  private ConversationRepository conversations;
  private RetentionRepository retention;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected ConversationErasure() {}

  @Inject
  public ConversationErasure(ConversationRepository conversations, RetentionRepository retention) {
    this.conversations = conversations;
    this.retention = retention;
  }

  @Override
  public boolean deletePart(Caller owner) {
    return deletePart(owner, conversations.listById(owner, null, MAX_CONVERSATIONS));
  }

  /**
   * Deletes a part of the conversations that had no activity since a time.
   *
   * @return whether there may be more of this owner
   */
  public boolean deleteInactivePart(Caller owner, Instant since) {
    return retention.acquire(owner.tenantId())
        && deletePart(owner, conversations.lockInactive(owner, since, MAX_CONVERSATIONS));
  }

  private boolean deletePart(Caller owner, List<Conversation> next) {
    if (next.isEmpty()) {
      return false;
    }
    Conversation first = next.get(0);
    if (first.messageCount() > MAX_MESSAGES
        && conversations.deleteNewestMessages(owner, first.id(), MAX_MESSAGES) == MAX_MESSAGES) {
      return true;
    }
    conversations.deleteAll(owner, thatFit(next));
    return true;
  }

  /** The first one is always among them. */
  private static List<UUID> thatFit(List<Conversation> next) {
    List<UUID> fitting = new ArrayList<>();
    int messages = 0;
    for (Conversation conversation : next) {
      messages += conversation.messageCount();
      if (!fitting.isEmpty() && messages > MAX_MESSAGES) {
        break;
      }
      fitting.add(conversation.id());
    }
    return fitting;
  }
}
