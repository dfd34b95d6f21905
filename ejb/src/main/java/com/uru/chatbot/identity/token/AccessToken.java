package com.uru.chatbot.identity.token;

import java.time.Duration;

/**
 * A signed access token.
 *
 * @param value the compact JWT
 * @param lifetime how long it counts from now
 */
public record AccessToken(String value, Duration lifetime) {
  @Override
  public String toString() {
    return "AccessToken[hidden]";
  }
}
