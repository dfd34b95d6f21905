package com.uru.chatbot.openai;

import com.uru.chatbot.model.FinishReason;
import com.uru.chatbot.model.TokenUsage;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import java.io.IOException;
import java.io.StringReader;
import java.net.ProtocolException;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes from a chunk, a completion or an error body what Uru knows and drops the rest: nothing else
 * that the provider sends can reach a user.
 */
final class CompletionParser {
  private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());
  private static final int MAX_COUNT_DIGITS = 9;
  private static final int MAX_DEPTH = 64;

  private final JsonParser parser;
  private String text = "";
  private @Nullable FinishReason finishReason;
  private @Nullable TokenUsage usage;
  private @Nullable OpenAiError error;

  private CompletionParser(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Parses one JSON object.
   *
   * @throws ProtocolException if it is none; without a cause, as that could quote content
   */
  static CompletionChunk parse(String json) throws IOException {
    try (JsonParser parser = PARSERS.createParser(new StringReader(json))) {
      return new CompletionParser(parser).chunk();
    } catch (JsonException | IllegalStateException | NoSuchElementException e) {
      throw new ProtocolException("The provider sent something that is not a completion");
    }
  }

  private CompletionChunk chunk() throws ProtocolException {
    if (parser.next() != Event.START_OBJECT) {
      throw new ProtocolException("The provider sent something that is not a JSON object");
    }
    members(this::member);
    while (parser.hasNext()) {
      parser.next();
    }
    return new CompletionChunk(text, finishReason, usage, error);
  }

  private void member(String name) {
    switch (name) {
      case "choices" -> choices();
      case "usage" -> usage();
      case "error" -> error();
      default -> skip(parser.next());
    }
  }

  private void choices() {
    Event event = parser.next();
    if (event != Event.START_ARRAY) {
      skip(event);
      return;
    }
    while ((event = parser.next()) != Event.END_ARRAY) {
      if (event == Event.START_OBJECT) {
        members(this::choice);
      } else {
        skip(event);
      }
    }
  }

  private void choice(String name) {
    switch (name) {
      case "delta", "message" -> object(this::message);
      case "finish_reason" -> finishReason = finishReason(string());
      default -> skip(parser.next());
    }
  }

  private void message(String name) {
    switch (name) {
      case "content", "refusal" -> {
        String part = string();
        text = part == null ? text : text + part;
      }
      default -> skip(parser.next());
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

  private void usage() {
    int[] counts = new int[3];
    boolean present =
        object(
            name -> {
              switch (name) {
                case "prompt_tokens" -> counts[0] = count();
                case "completion_tokens" -> counts[1] = count();
                case "completion_tokens_details" ->
                    object(
                        detail -> {
                          if (detail.equals("reasoning_tokens")) {
                            counts[2] = count();
                          } else {
                            skip(parser.next());
                          }
                        });
                default -> skip(parser.next());
              }
            });
    if (present) {
      usage = new TokenUsage(counts[0], counts[1], Math.min(counts[2], counts[1]));
    }
  }

  private void error() {
    Event event = parser.next();
    if (event == Event.VALUE_NULL) {
      return;
    }
    Map<String, String> members = new HashMap<>();
    if (event == Event.START_OBJECT) {
      members(name -> errorMember(name, members));
    } else {
      skip(event);
    }
    error = OpenAiError.of(members);
  }

  private void errorMember(String name, Map<String, String> members) {
    String value = string();
    if (value != null) {
      members.put(name, value);
    }
  }

  /** Reads the value; whether it was an object. */
  private boolean object(Consumer<String> member) {
    Event event = parser.next();
    if (event != Event.START_OBJECT) {
      skip(event);
      return false;
    }
    members(member);
    return true;
  }

  private void members(Consumer<String> member) {
    while (parser.next() == Event.KEY_NAME) {
      member.accept(parser.getString());
    }
  }

  private @Nullable String string() {
    Event event = parser.next();
    if (event == Event.VALUE_STRING) {
      return parser.getString();
    }
    skip(event);
    return null;
  }

  /** A number of tokens; what is none, or absurdly long, counts as 0. */
  private int count() {
    Event event = parser.next();
    if (event != Event.VALUE_NUMBER) {
      skip(event);
      return 0;
    }
    String digits = parser.getString();
    boolean plain =
        digits.length() <= MAX_COUNT_DIGITS && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return plain ? Integer.parseInt(digits) : 0;
  }

  /** Not {@code skipObject}: on a text that ends too early Parsson 1.1 never returns from it. */
  private void skip(Event event) {
    int depth = nesting(event);
    while (depth > 0) {
      depth += nesting(parser.next());
      if (depth > MAX_DEPTH) {
        throw new JsonException("nested too deeply");
      }
    }
  }

  private static int nesting(Event event) {
    return switch (event) {
      case START_OBJECT, START_ARRAY -> 1;
      case END_OBJECT, END_ARRAY -> -1;
      case KEY_NAME, VALUE_STRING, VALUE_NUMBER, VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> 0;
    };
  }
}
