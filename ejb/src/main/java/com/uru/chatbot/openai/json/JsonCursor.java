package com.uru.chatbot.openai.json;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.net.ProtocolException;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A forward-only reader of one JSON object that the provider sent. Callers take the members that
 * they know and skip the rest, so that nothing else of the provider's text can reach a user. A
 * value of an unexpected type reads as absent.
 */
public final class JsonCursor {
  private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());
  private static final int MAX_COUNT_DIGITS = 9;
  private static final int MAX_DEPTH = 64;

  private final JsonParser parser;

  private JsonCursor(JsonParser parser) {
    this.parser = parser;
  }

  /** Reads the value of one member. */
  @FunctionalInterface
  public interface MemberReader {
    /** Reads or skips the value of the member; exactly one value. */
    void read(JsonCursor value, String name);
  }

  /**
   * Reads the members of the object that a text consists of.
   *
   * @throws ProtocolException if the text is not one JSON object; without a cause, because that
   *     could quote content
   */
  public static void readObject(String json, MemberReader reader) throws ProtocolException {
    try (JsonParser parser = PARSERS.createParser(new StringReader(json))) {
      JsonCursor cursor = new JsonCursor(parser);
      if (parser.next() != Event.START_OBJECT) {
        throw new ProtocolException("The provider sent something that is not a JSON object");
      }
      cursor.members(name -> reader.read(cursor, name));
      while (parser.hasNext()) {
        parser.next();
      }
    } catch (JsonException | IllegalStateException | NoSuchElementException e) {
      throw new ProtocolException("The provider sent something that is not JSON");
    }
  }

  /** Reads the members of an object; returns false, having skipped the value, if it is none. */
  public boolean object(Consumer<String> member) {
    Event event = parser.next();
    if (event != Event.START_OBJECT) {
      skip(event);
      return false;
    }
    members(member);
    return true;
  }

  /** Reads the members of each object in an array; other elements and other values are skipped. */
  public void objects(Consumer<String> member) {
    Event event = parser.next();
    if (event == Event.START_ARRAY) {
      elements(member);
    } else {
      skip(event);
    }
  }

  private void elements(Consumer<String> member) {
    Event event;
    while ((event = parser.next()) != Event.END_ARRAY) {
      if (event == Event.START_OBJECT) {
        members(member);
      } else {
        skip(event);
      }
    }
  }

  /** Returns the string, or null if the value is not a string. */
  public @Nullable String string() {
    return string(parser.next());
  }

  /**
   * Returns the string, or null if the value is not a string. Of an array, reads the members of
   * each object.
   */
  public @Nullable String stringOrObjects(Consumer<String> member) {
    Event event = parser.next();
    if (event == Event.START_ARRAY) {
      elements(member);
      return null;
    }
    return string(event);
  }

  private @Nullable String string(Event event) {
    if (event == Event.VALUE_STRING) {
      return parser.getString();
    }
    skip(event);
    return null;
  }

  /**
   * Returns those members of an object that are strings: none if the value is not an object, null
   * if it is JSON's {@code null}.
   */
  public @Nullable Map<String, String> strings() {
    Event event = parser.next();
    if (event == Event.VALUE_NULL) {
      return null;
    }
    Map<String, String> found = new HashMap<>();
    if (event == Event.START_OBJECT) {
      members(
          name -> {
            String value = string();
            if (value != null) {
              found.put(name, value);
            }
          });
    } else {
      skip(event);
    }
    return found;
  }

  /** Returns the whole number, 0 to 999,999,999; 0 if the value is anything else. */
  public int count() {
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

  /** Skips the value. */
  public void skip() {
    skip(parser.next());
  }

  private void members(Consumer<String> member) {
    while (parser.next() == Event.KEY_NAME) {
      member.accept(parser.getString());
    }
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
