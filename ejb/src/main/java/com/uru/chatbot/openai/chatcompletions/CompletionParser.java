package com.uru.chatbot.openai.chatcompletions;

import com.uru.chatbot.model.FinishReason;
import com.uru.chatbot.model.TokenUsage;
import com.uru.chatbot.openai.error.OpenAiError;
import com.uru.chatbot.openai.json.JsonCursor;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes from a {@code chat.completion.chunk} or a {@code chat.completion} what Uru knows and drops
 * the rest.
 */
final class CompletionParser {
  private String text = "";
  private String reasoning = "";
  private boolean refusal;
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
    return new CompletionChunk(
        parser.text,
        parser.reasoning,
        parser.refusal,
        parser.finishReason,
        parser.usage,
        parser.error);
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

  /** {@code reasoning_content} and {@code reasoning}: vLLM and gateways, not OpenAI. */
  private void message(JsonCursor value, String name) {
    switch (name) {
      case "content" -> {
        String whole = value.stringOrObjects(member -> part(value, member));
        text += orEmpty(whole);
      }
      case "refusal" -> {
        String refused = orEmpty(value.string());
        refusal |= !refused.isEmpty();
        text += refused;
      }
      case "reasoning_content", "reasoning" -> reasoning += orEmpty(value.string());
      default -> value.skip();
    }
  }

  /** A part of a content that is a list; {@code thinking} is itself a list of parts (Mistral). */
  private void part(JsonCursor value, String name) {
    switch (name) {
      case "text" -> text += orEmpty(value.string());
      case "thinking" -> {
        String whole = value.stringOrObjects(member -> thought(value, member));
        reasoning += orEmpty(whole);
      }
      default -> value.skip();
    }
  }

  private void thought(JsonCursor value, String name) {
    if (name.equals("text")) {
      reasoning += orEmpty(value.string());
    } else {
      value.skip();
    }
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /**
   * Returns the reason of a word. An empty word, as some servers send it with every chunk, is none;
   * an unknown one may mean anything, also that the server has failed.
   */
  private static @Nullable FinishReason finishReason(@Nullable String word) {
    if (word == null || word.isBlank()) {
      return null;
    }
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "stop" -> FinishReason.STOP;
      case "length" -> FinishReason.LENGTH;
      case "content_filter" -> FinishReason.CONTENT_FILTER;
      case "tool_calls", "function_call" -> FinishReason.TOOL_CALLS;
      default -> FinishReason.OTHER;
    };
  }

  private void usage(JsonCursor value) {
    Map<String, Integer> counts = new HashMap<>();
    if (value.object(name -> count(value, name, counts))) {
      int completion = counts.getOrDefault("completion_tokens", 0);
      usage =
          new TokenUsage(
              counts.getOrDefault("prompt_tokens", 0),
              counts.getOrDefault("cached_tokens", 0),
              counts.getOrDefault("cache_write_tokens", 0),
              completion,
              Math.min(counts.getOrDefault("reasoning_tokens", 0), completion));
    }
  }

  private static void count(JsonCursor value, String name, Map<String, Integer> counts) {
    switch (name) {
      case "prompt_tokens",
          "completion_tokens",
          "cached_tokens",
          "cache_write_tokens",
          "reasoning_tokens" ->
          counts.put(name, value.count());
      case "prompt_tokens_details", "completion_tokens_details" ->
          value.object(detail -> count(value, detail, counts));
      default -> value.skip();
    }
  }

  private void error(JsonCursor value) {
    Map<String, String> members = value.strings();
    if (members != null) {
      error = OpenAiError.of(members);
    }
  }
}
