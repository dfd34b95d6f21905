package com.uru.chatbot.model;

import com.uru.chatbot.providerkey.ProviderKey;

/** The port to a provider's check of a key. */
public interface KeyDoctor {
  /**
   * Finds out what a key can do, within two seconds. A key that can answer passes, whatever else it
   * may not do.
   *
   * @throws com.uru.chatbot.shared.DomainException if the key cannot answer, or if the provider
   *     cannot be reached
   */
  KeyReport check(ProviderKey key);
}
