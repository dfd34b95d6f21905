package com.uru.chatbot.generation.store;

import com.uru.chatbot.conversation.ConversationRepository;
import com.uru.chatbot.conversation.MessageStatus;
import com.uru.chatbot.generation.event.FinalAnswer;
import com.uru.chatbot.generation.event.Generation;
import com.uru.chatbot.generation.event.LogOutline;
import com.uru.chatbot.generation.running.ActiveGenerations;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.TenantScoped;
import com.uru.chatbot.usage.UsageRecorder;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Ends generations: each method is one transaction, which is committed before subscribers are
 * notified.
 */
@Stateless
@TenantScoped
public class EndGeneration {
  private ConversationRepository conversations;
  private GenerationRepository generations;
  private ActiveGenerations activeGenerations;
  private UsageRecorder usage;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected EndGeneration() {}

  @Inject
  public EndGeneration(
      ConversationRepository conversations,
      GenerationRepository generations,
      ActiveGenerations activeGenerations,
      UsageRecorder usage) {
    this.conversations = conversations;
    this.generations = generations;
    this.activeGenerations = activeGenerations;
    this.usage = usage;
  }

  /**
   * Saves the final state of a generation of this node.
   *
   * @return {@code false} if it was already ended
   */
  public boolean byNode(Caller caller, Generation generation, FinalAnswer answer) {
    return end(caller, generation, answer, activeGenerations.node());
  }

  /**
   * Locks the conversation before its rows, like everybody who writes in one: or a deletion and an
   * end would wait for each other.
   */
  private boolean end(
      Caller caller, Generation generation, FinalAnswer answer, @Nullable UUID node) {
    if (conversations.lock(caller, generation.conversationId()).isEmpty()) {
      return false;
    }
    Generation ended =
        new Generation(
            generation.id(),
            generation.conversationId(),
            generation.userMessageId(),
            generation.messageId(),
            answer.message().status(),
            generation.startedAt());
    if (!generations.end(caller, ended, answer.outline(), node)) {
      return false;
    }
    conversations.endMessage(caller, answer.message(), answer.providerItems());
    String model = answer.message().model();
    if (model != null && answer.message().usage() != null) {
      usage.record(caller, model, answer.message().usage());
    }
    return true;
  }

  /**
   * Turns a generation whose lease has run out into an interrupted one that keeps its journalled
   * text.
   */
  public void expired(Caller caller, UUID generationId) {
    Optional<Generation> found = generations.find(caller, generationId);
    if (found.isEmpty()) {
      return;
    }
    Generation generation = found.get();
    LogOutline outline = generations.journal(caller, generation.messageId()).outline();
    conversations
        .message(caller, generation.conversationId(), generation.messageId())
        .map(answer -> answer.withStatus(MessageStatus.INTERRUPTED))
        .ifPresent(answer -> end(caller, generation, new FinalAnswer(answer, outline, null), null));
  }

  /** Notes the request to stop where the node that runs it will see it. */
  public void requestStop(Caller caller, UUID id, @Nullable Integer seenLength) {
    if (generations.find(caller, id).isEmpty()) {
      throw new DomainException(ProblemCode.NOT_FOUND);
    }
    generations.requestStop(caller, id, seenLength);
  }
}
