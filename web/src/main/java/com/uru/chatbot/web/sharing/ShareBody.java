package com.uru.chatbot.web.sharing;

import com.uru.chatbot.sharing.Share;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;

/**
 * A share as its owner sees it.
 *
 * @param url the link, as people open it
 * @param token what {@code GET /shared/{token}} takes
 * @param updatedAt of when the conversation is shown
 */
public record ShareBody(
    UUID conversationId,
    String url,
    String token,
    String title,
    String audience,
    int messageCount,
    Instant createdAt,
    Instant updatedAt) {
  static ShareBody of(Share share, String token, URI outerAddress) {
    return new ShareBody(
        share.conversationId(),
        outerAddress.resolve("/shared/" + token).toString(),
        token,
        share.title(),
        share.audience().wireName(),
        share.messageCount(),
        share.createdAt(),
        share.updatedAt());
  }
}
