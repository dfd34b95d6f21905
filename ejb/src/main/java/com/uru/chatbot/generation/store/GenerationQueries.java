package com.uru.chatbot.generation.store;

import com.uru.chatbot.conversation.ConversationRepository;
import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessageStatus;
import com.uru.chatbot.generation.event.EventLog;
import com.uru.chatbot.generation.event.EventPage;
import com.uru.chatbot.generation.event.EventPosition;
import com.uru.chatbot.generation.event.Generation;
import com.uru.chatbot.generation.event.GenerationEvent;
import com.uru.chatbot.generation.event.LogOutline;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.TenantScoped;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads generations and what is stored of their events. */
@Stateless
@TenantScoped
public class GenerationQueries {
  private ConversationRepository conversations;
  private GenerationRepository generations;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected GenerationQueries() {}

  @Inject
  public GenerationQueries(ConversationRepository conversations, GenerationRepository generations) {
    this.conversations = conversations;
    this.generations = generations;
  }

  /**
   * Returns a generation of the caller.
   *
   * @throws DomainException {@code NOT_FOUND} if the caller has none with this id
   */
  public Generation get(Caller caller, UUID id) {
    return generations
        .find(caller, id)
        .orElseThrow(() -> new DomainException(ProblemCode.NOT_FOUND));
  }

  /** The caller's running generations, oldest first. */
  public List<Generation> running(Caller caller) {
    return generations.running(caller);
  }

  /**
   * Returns the events of a generation after a position as far as the database has them, for
   * subscribers on another node or after the end.
   */
  public List<GenerationEvent> storedEvents(Caller caller, UUID id, EventPosition position) {
    return stored(caller, id).after(position);
  }

  /**
   * Returns the position of the last event that the database has of a generation, the end left out.
   */
  public EventPosition lastStored(Caller caller, UUID id) {
    return stored(caller, id).log.last();
  }

  /** Returns a page of the events of a generation as far as the database has them. */
  public EventPage storedPage(
      Caller caller, UUID id, EventPosition after, @Nullable EventPosition until) {
    return EventPage.read(stored(caller, id)::after, after, until);
  }

  private StoredLog stored(Caller caller, UUID id) {
    GenerationRepository.Recorded recorded =
        generations
            .recorded(caller, id)
            .orElseThrow(() -> new DomainException(ProblemCode.NOT_FOUND));
    Generation generation = recorded.generation();
    if (generation.status() == MessageStatus.STREAMING) {
      EventLog journal = generations.journal(caller, generation.messageId());
      return new StoredLog(caller, generation, journal, null);
    }
    Message answer = message(caller, generation, generation.messageId());
    LogOutline outline = recorded.outline();
    EventLog log =
        EventLog.of(outline == null ? LogOutline.ofText(answer.text()) : outline, answer);
    return new StoredLog(caller, generation, log, answer);
  }

  /** The events of a generation as the database has them; belongs to one transaction. */
  private final class StoredLog {
    private final Caller caller;
    private final Generation generation;
    private final EventLog log;
    private final @Nullable Message ended;

    StoredLog(Caller caller, Generation generation, EventLog log, @Nullable Message ended) {
      this.caller = caller;
      this.generation = generation;
      this.log = log;
      this.ended = ended;
    }

    List<GenerationEvent> after(EventPosition position) {
      return log.after(position, () -> started(caller, generation), ended);
    }
  }

  private GenerationEvent.Started started(Caller caller, Generation generation) {
    return new GenerationEvent.Started(
        generation,
        message(caller, generation, generation.userMessageId()),
        message(caller, generation, generation.messageId()).asStreaming());
  }

  private Message message(Caller caller, Generation generation, UUID messageId) {
    return conversations
        .message(caller, generation.conversationId(), messageId)
        .orElseThrow(() -> new DomainException(ProblemCode.NOT_FOUND));
  }
}
