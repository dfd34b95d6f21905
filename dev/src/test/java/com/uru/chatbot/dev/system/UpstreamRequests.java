package com.uru.chatbot.dev.system;

import com.uru.chatbot.dev.practice.PracticeUpstream;
import jakarta.json.JsonObject;
import java.util.List;

/** What the practice upstream was asked. */
final class UpstreamRequests {
  private UpstreamRequests() {}

  /** The requests for answers that came with this key, titles left out. */
  static List<JsonObject> of(PracticeUpstream upstream, String key) {
    return new UruClient(upstream.url())
            .get("/__practice/requests")
            .json()
            .getJsonArray("requests")
            .getValuesAs(JsonObject.class)
            .stream()
            .filter(r -> r.getString("keyFingerprint").equals(PracticeUpstream.fingerprint(key)))
            .filter(r -> r.getString("path").endsWith("/chat/completions"))
            .filter(r -> !isTitle(r))
            .toList();
  }

  private static boolean isTitle(JsonObject request) {
    return request.getJsonObject("parameters").getInt("max_tokens", 0) == 24
        || request.getJsonObject("parameters").getInt("max_completion_tokens", 0) == 24;
  }
}
