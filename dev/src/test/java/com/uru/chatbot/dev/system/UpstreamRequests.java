package com.uru.chatbot.dev.system;

import com.uru.chatbot.dev.practice.PracticeUpstream;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the practice upstream was asked. */
final class UpstreamRequests {
  private UpstreamRequests() {}

  /** The requests for answers that came with this key, titles left out. */
  static List<JsonObject> of(PracticeUpstream upstream, String key) {
    String fingerprint = PracticeUpstream.fingerprint(key);
    return all(upstream)
        .filter(request -> request.getString("keyFingerprint").equals(fingerprint))
        .toList();
  }

  /** How often it was asked for an answer, by the fingerprint of the key. */
  static Map<String, Long> calls(PracticeUpstream upstream) {
    return all(upstream)
        .collect(
            Collectors.groupingBy(
                request -> request.getString("keyFingerprint"), Collectors.counting()));
  }

  private static Stream<JsonObject> all(PracticeUpstream upstream) {
    return new UruClient(upstream.url())
            .get("/__practice/requests")
            .json()
            .getJsonArray("requests")
            .getValuesAs(JsonObject.class)
            .stream()
            .filter(request -> request.getString("path").endsWith("/chat/completions"))
            .filter(request -> !isTitle(request));
  }

  private static boolean isTitle(JsonObject request) {
    return request.getJsonObject("parameters").getInt("max_tokens", 0) == 24
        || request.getJsonObject("parameters").getInt("max_completion_tokens", 0) == 24;
  }
}
