package com.uru.chatbot.generation;

import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessageStatus;
import com.uru.chatbot.generation.event.Generation;
import com.uru.chatbot.generation.event.GenerationEvent;
import com.uru.chatbot.generation.running.ActiveGeneration;
import com.uru.chatbot.tenant.Caller;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/** A generation that has just begun. */
public final class Fixtures {
  public static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private Fixtures() {}

  public static ActiveGeneration activeGeneration() {
    return activeGeneration(Clock.fixed(NOW, ZoneOffset.UTC));
  }

  public static ActiveGeneration activeGeneration(Clock clock) {
    UUID conversation = UUID.randomUUID();
    Message question = Message.ofUser(UUID.randomUUID(), conversation, null, "Why?", NOW);
    Message answer =
        Message.ofAssistant(UUID.randomUUID(), conversation, question.id(), "gpt-4o", NOW);
    Generation generation =
        new Generation(
            UUID.randomUUID(),
            conversation,
            question.id(),
            answer.id(),
            MessageStatus.STREAMING,
            NOW);
    return new ActiveGeneration(
        Caller.onBehalfOf(UUID.randomUUID(), UUID.randomUUID()),
        new GenerationEvent.Started(generation, question, answer),
        clock);
  }
}
