package com.uru.chatbot.openai;

import jakarta.json.Json;

/** Chunks in OpenAI's real format, as {@code stream_options.include_usage} gives them. */
public final class RecordedStream {
  public static final String HEADERS =
      """
      HTTP/1.1 200 OK\r
      Content-Type: text/event-stream; charset=utf-8\r
      openai-processing-ms: 312\r
      x-request-id: req_0123456789\r
      """;

  public static final String DONE = "data: [DONE]\n\n";

  private RecordedStream() {}

  /** A complete answer with these deltas. */
  public static String of(String... deltas) {
    StringBuilder stream = new StringBuilder(role());
    for (String delta : deltas) {
      stream.append(delta(delta));
    }
    return stream.append(finish("stop")).append(usage()).append(DONE).toString();
  }

  public static String role() {
    return choice("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null");
  }

  public static String delta(String text) {
    return choice("{\"content\":" + Json.createValue(text) + "}", "null");
  }

  public static String finish(String reason) {
    return choice("{}", "\"" + reason + "\"");
  }

  public static String usage() {
    return event(
        "\"choices\":[],\"usage\":{\"prompt_tokens\":19,\"completion_tokens\":10,"
            + "\"total_tokens\":29,\"prompt_tokens_details\":{\"cached_tokens\":0},"
            + "\"completion_tokens_details\":{\"reasoning_tokens\":4,\"audio_tokens\":0}}");
  }

  private static String choice(String delta, String finishReason) {
    return event(
        "\"choices\":[{\"index\":0,\"delta\":"
            + delta
            + ",\"logprobs\":null,\"finish_reason\":"
            + finishReason
            + "}],\"usage\":null");
  }

  private static String event(String members) {
    return "data: {\"id\":\"chatcmpl-B9M\",\"object\":\"chat.completion.chunk\",\"created\":1741570283,"
        + "\"model\":\"gpt-4o-2024-08-06\",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_fc9\","
        + members
        + "}\n\n";
  }
}
