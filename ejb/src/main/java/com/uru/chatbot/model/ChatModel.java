package com.uru.chatbot.model;

import com.uru.chatbot.providerkey.ProviderKey;

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
}
