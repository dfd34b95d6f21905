package com.uru.chatbot.dev.system;

import com.uru.chatbot.dev.practice.PracticeUpstream;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the practice upstream was asked. */
final class UpstreamRequests {
  private static final int TITLE_TOKENS = 24;

  /** The names of the limit, old and new, and in Responses. */
  private static final List<String> TOKEN_LIMITS =
      List.of("max_tokens", "max_completion_tokens", "max_output_tokens");

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
            .filter(request -> isForAnAnswer(request.getString("path")))
            .filter(request -> !isTitle(request));
  }

  private static boolean isForAnAnswer(String path) {
    return path.endsWith("/chat/completions") || path.endsWith("/responses");
  }

  private static boolean isTitle(JsonObject request) {
    return TOKEN_LIMITS.stream()
        .anyMatch(limit -> request.getJsonObject("parameters").getInt(limit, 0) == TITLE_TOKENS);
  }
}
