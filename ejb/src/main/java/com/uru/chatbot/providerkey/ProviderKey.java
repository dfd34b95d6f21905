package com.uru.chatbot.providerkey;

import java.util.Arrays;

/**
 * The user's OpenAI key in memory, for one call. Whoever opened it closes it: closing overwrites
 * the characters. It has no readable form in logs and cannot be serialised.
 */
public final class ProviderKey implements AutoCloseable {
  private final char[] characters;

  /** Takes ownership of the characters, which are overwritten by {@link #close()}. */
  public ProviderKey(char[] characters) {
    this.characters = characters;
  }

  /**
   * The value of the {@code Authorization} header. HTTP clients take only strings, so this one copy
   * lives as long as the request object that holds it: build it last, keep it nowhere.
   *
   * @throws IllegalStateException after {@link #close()}
   */
  public String authorization() {
    if (characters.length == 0 || characters[0] == '\0') {
      throw new IllegalStateException("The provider key was wiped");
    }
    return "Bearer " + new String(characters);
  }

  /** Overwrites the key. */
  @Override
  public void close() {
    Arrays.fill(characters, '\0');
  }

  @Override
  public String toString() {
    return "ProviderKey[hidden]";
  }
}
