package com.uru.chatbot.model;

import com.uru.chatbot.providerkey.ProviderKey;
import java.util.List;

/**
 * The port to a provider of chat models. Implementations shape the request by the model's
 * capabilities, translate the provider's errors to {@link com.uru.chatbot.shared.DomainException}s
 * and keep neither key nor content.
 */
public interface ChatModel {
  /**
   * Prepares one answer; nothing is sent before {@link ChatModelCall#stream}. The key must stay
   * open until the call has ended.
   *
   * @throws com.uru.chatbot.shared.DomainException {@code MODEL_NOT_AVAILABLE} if configuration
   *     excludes the model, {@code CONTEXT_LENGTH_EXCEEDED} if the question is certainly too long
   */
  ChatModelCall prepare(ChatRequest request, ProviderKey key);

  /**
   * Returns the models that this key may use, as the provider lists them: of every kind, not only
   * those that chat.
   *
   * @throws com.uru.chatbot.shared.DomainException with a {@code PROVIDER_*} code
   */
  List<ListedModel> availableModels(ProviderKey key);
}
