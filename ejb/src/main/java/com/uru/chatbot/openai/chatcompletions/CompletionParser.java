package com.uru.chatbot.openai.chatcompletions;

import com.uru.chatbot.model.FinishReason;
import com.uru.chatbot.model.TokenUsage;
import com.uru.chatbot.openai.error.OpenAiError;
import com.uru.chatbot.openai.json.JsonCursor;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes from a {@code chat.completion.chunk} or a {@code chat.completion} what Uru knows and drops
 * the rest.
 */
final class CompletionParser {
  private String text = "";
  private @Nullable FinishReason finishReason;
  private @Nullable TokenUsage usage;
  private @Nullable OpenAiError error;

  private CompletionParser() {}

  /**
   * Parses one JSON object.
   *
   * @throws java.net.ProtocolException if it is none
   */
  static CompletionChunk parse(String json) throws IOException {
    CompletionParser parser = new CompletionParser();
    JsonCursor.readObject(json, parser::member);
    return new CompletionChunk(parser.text, parser.finishReason, parser.usage, parser.error);
  }

  private void member(JsonCursor value, String name) {
    switch (name) {
      case "choices" -> value.objects(member -> choice(value, member));
      case "usage" -> usage(value);
      case "error" -> error(value);
      default -> value.skip();
    }
  }

  private void choice(JsonCursor value, String name) {
    switch (name) {
      case "delta", "message" -> value.object(member -> message(value, member));
      case "finish_reason" -> finishReason = finishReason(value.string());
      default -> value.skip();
    }
  }

  private void message(JsonCursor value, String name) {
    switch (name) {
      case "content", "refusal" -> {
        String part = value.string();
        text = part == null ? text : text + part;
      }
      default -> value.skip();
    }
  }

  private static @Nullable FinishReason finishReason(@Nullable String word) {
    if (word == null) {
      return null;
    }
    return switch (word) {
      case "length" -> FinishReason.LENGTH;
      case "content_filter" -> FinishReason.CONTENT_FILTER;
      default -> FinishReason.STOP;
    };
  }

  private void usage(JsonCursor value) {
    int[] counts = new int[3];
    boolean present =
        value.object(
            name -> {
              switch (name) {
                case "prompt_tokens" -> counts[0] = value.count();
                case "completion_tokens" -> counts[1] = value.count();
                case "completion_tokens_details" ->
                    value.object(
                        detail -> {
                          if (detail.equals("reasoning_tokens")) {
                            counts[2] = value.count();
                          } else {
                            value.skip();
                          }
                        });
                default -> value.skip();
              }
            });
    if (present) {
      usage = new TokenUsage(counts[0], 0, 0, counts[1], Math.min(counts[2], counts[1]));
    }
  }

  private void error(JsonCursor value) {
    Map<String, String> members = value.strings();
    if (members != null) {
      error = OpenAiError.of(members);
    }
  }
}
