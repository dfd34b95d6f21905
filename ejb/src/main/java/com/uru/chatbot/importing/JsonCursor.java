package com.uru.chatbot.importing;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import java.io.Reader;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON document value by value. Problems of the document refuse the file, values of a wrong
 * type the conversation they are in.
 */
final class JsonCursor implements AutoCloseable {
  private static final int MAX_DEPTH = 100;

  private final BoundedReader text;
  private final JsonParser parser;
  private int depth;

  JsonCursor(Reader document) {
    this.text = new BoundedReader(document);
    this.parser = Json.createParser(text);
  }

  /** What is done with a member of an object; reads its value to the end. */
  @FunctionalInterface
  interface MemberAction {
    void on(String name, Event value);
  }

  /** What is done with an element of an array; reads it to the end. */
  @FunctionalInterface
  interface ElementAction {
    void on(Event value);
  }

  /**
   * Reads the next event.
   *
   * @throws com.uru.chatbot.shared.DomainException {@code VALIDATION_FAILED} if the document is not
   *     well-formed, is incomplete, or is nested too deeply
   */
  Event next() {
    text.renewBudget();
    Event event;
    try {
      event = parser.next();
    } catch (JsonException | NoSuchElementException e) {
      throw malformed();
    }
    switch (event) {
      case START_ARRAY, START_OBJECT -> {
        depth++;
        if (depth > MAX_DEPTH) {
          throw FileRefusal.of("The file is nested more than " + MAX_DEPTH + " levels deep.");
        }
      }
      case END_ARRAY, END_OBJECT -> depth--;
      case KEY_NAME, VALUE_STRING, VALUE_NUMBER, VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> {}
    }
    return event;
  }

  /** Reads the end of the document. */
  void end() {
    text.renewBudget();
    boolean more;
    try {
      more = parser.hasNext();
    } catch (JsonException e) {
      more = true;
    }
    if (more) {
      throw malformed();
    }
  }

  private RuntimeException malformed() {
    if (text.isAtEnd()) {
      return FileRefusal.of(FileRefusal.INCOMPLETE);
    }
    return FileRefusal.of(
        "The file is not well-formed JSON in line " + parser.getLocation().getLineNumber() + ".");
  }

  /** Returns how many arrays and objects the last event is in. */
  int depth() {
    return depth;
  }

  /** Skips what is left of arrays and objects that are nested deeper than this. */
  void leaveTo(int outer) {
    while (depth > outer) {
      next();
    }
  }

  /** Skips the value that begins with this event. */
  void skip(Event value) {
    if (value == Event.START_ARRAY || value == Event.START_OBJECT) {
      leaveTo(depth - 1);
    }
  }

  /** Returns the name of a member, after {@code KEY_NAME}. */
  String name() {
    return parser.getString();
  }

  /** Reads the members of an object; anything but an object is skipped. */
  void members(Event value, MemberAction action) {
    if (value != Event.START_OBJECT) {
      skip(value);
      return;
    }
    while (next() == Event.KEY_NAME) {
      String name = name();
      action.on(name, next());
    }
  }

  /** Reads the elements of an array; anything but an array is skipped. */
  void elements(Event value, ElementAction action) {
    if (value != Event.START_ARRAY) {
      skip(value);
      return;
    }
    for (Event element = next(); element != Event.END_ARRAY; element = next()) {
      action.on(element);
    }
  }

  /** Returns a string or the text of a number, or null for anything else, which is skipped. */
  @Nullable String scalar(Event value) {
    if (value == Event.VALUE_STRING || value == Event.VALUE_NUMBER) {
      return parser.getString();
    }
    skip(value);
    return null;
  }

  /**
   * Returns a string, or null for null.
   *
   * @throws InvalidItemException if it is neither
   */
  @Nullable String optionalText(String name, Event value) {
    if (value == Event.VALUE_NULL) {
      return null;
    }
    if (value != Event.VALUE_STRING) {
      throw wrongType(name);
    }
    return parser.getString();
  }

  /**
   * Returns a string.
   *
   * @throws InvalidItemException if it is none
   */
  String text(String name, Event value) {
    String found = optionalText(name, value);
    if (found == null) {
      throw wrongType(name);
    }
    return found;
  }

  /**
   * Returns true or false.
   *
   * @throws InvalidItemException if it is neither
   */
  boolean flag(String name, Event value) {
    if (value != Event.VALUE_TRUE && value != Event.VALUE_FALSE) {
      throw wrongType(name);
    }
    return value == Event.VALUE_TRUE;
  }

  /**
   * Returns a whole number. Reads its digits, because a number with a large exponent is expensive.
   *
   * @throws InvalidItemException if it is none of 64 bits
   */
  long number(String name, Event value) {
    if (value != Event.VALUE_NUMBER) {
      throw wrongType(name);
    }
    try {
      return Long.parseLong(parser.getString());
    } catch (NumberFormatException e) {
      throw wrongType(name);
    }
  }

  private static InvalidItemException wrongType(String name) {
    return new InvalidItemException("Its member " + name + " has a value of a wrong type.");
  }

  @Override
  public void close() {
    parser.close();
  }
}
