package com.uru.chatbot.generation;

import com.uru.chatbot.conversation.ConversationService;
import com.uru.chatbot.generation.capacity.StreamExecutors;
import com.uru.chatbot.generation.capacity.StreamLimits;
import com.uru.chatbot.generation.running.AnswerMetrics;
import com.uru.chatbot.generation.running.GenerationProducer;
import com.uru.chatbot.generation.store.CreateGeneration;
import com.uru.chatbot.generation.title.ConversationTitler;
import com.uru.chatbot.generation.title.TitleRun;
import com.uru.chatbot.model.ChatModel;
import com.uru.chatbot.providerkey.ProviderKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Creates producers that ask a model from this server. */
@ApplicationScoped
public class ModelProducers {
  private ChatModel chatModel;
  private TitleRun.Shared titles;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected ModelProducers() {}

  @Inject
  public ModelProducers(
      ChatModel chatModel,
      ConversationTitler titler,
      ConversationService conversations,
      StreamLimits limits,
      StreamExecutors executors) {
    this.chatModel = chatModel;
    this.titles = new TitleRun.Shared(titler, conversations, limits, executors);
  }

  /**
   * Returns a producer that has not begun.
   *
   * @param key is closed with the producer
   */
  GenerationProducer producer(
      CreateGeneration.Created created, ProviderKey key, AnswerMetrics.Meter meter) {
    return new ModelProducer(chatModel, titles, created, key, meter);
  }
}
