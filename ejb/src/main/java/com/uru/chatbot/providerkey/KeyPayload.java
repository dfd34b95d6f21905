package com.uru.chatbot.providerkey;

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The content of a sealed key: {@code {"key", "sub", "exp"}}, perhaps {@code "host"}, {@code
 * "organization"} and {@code "project"}, and nothing else. Reads the bytes where they are: a JSON
 * library would make strings of the key, and a string cannot be wiped.
 */
final class KeyPayload {
  static final int MIN_KEY_LENGTH = 8;
  static final int MAX_KEY_LENGTH = 256;

  private static final int MAX_DIGITS = 12;
  private static final Set<String> REQUIRED = Set.of("key", "sub", "exp");

  private final byte[] json;
  private final Set<String> seen = new HashSet<>();
  private int position;
  private int keyStart;
  private int keyEnd;
  private String subject = "";
  private long expiresAt;
  private @Nullable String host;
  private @Nullable String organization;
  private @Nullable String project;

  private KeyPayload(byte[] json) {
    this.json = json;
  }

  /**
   * Parses the payload; the caller wipes the bytes when the key was taken.
   *
   * @throws ParseException if it is anything else; without a word of the content
   */
  static KeyPayload parse(byte[] json) throws ParseException {
    KeyPayload payload = new KeyPayload(json);
    payload.parse();
    return payload;
  }

  /** Returns the user for whom the key was sealed. */
  String subject() {
    return subject;
  }

  /** Returns when the seal expires, in seconds since 1970. */
  long expiresAt() {
    return expiresAt;
  }

  /** Returns the key, in characters of its own. */
  ProviderKey key() {
    char[] characters = new char[keyEnd - keyStart];
    for (int i = 0; i < characters.length; i++) {
      characters[i] = (char) json[keyStart + i];
    }
    return new ProviderKey(characters, new KeyRouting(host, organization, project));
  }

  static boolean isKeyCharacter(int character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9')
        || character == '.'
        || character == '_'
        || character == '-';
  }

  private void parse() throws ParseException {
    expect('{');
    do {
      member();
    } while (accept(','));
    expect('}');
    skipBlanks();
    if (position != json.length || !seen.containsAll(REQUIRED)) {
      throw malformed();
    }
  }

  private void member() throws ParseException {
    String name = string();
    expect(':');
    if (!seen.add(name)) {
      throw malformed();
    }
    switch (name) {
      case "key" -> key(open());
      case "sub" -> subject = string();
      case "exp" -> expiresAt = seconds();
      case "host" -> host = valid(string(), KeyRouting::isHost);
      case "organization" -> organization = valid(string(), KeyRouting::isId);
      case "project" -> project = valid(string(), KeyRouting::isId);
      default -> throw malformed();
    }
  }

  private void key(int start) throws ParseException {
    int end = close(start);
    for (int i = start; i < end; i++) {
      if (!isKeyCharacter(json[i])) {
        throw malformed();
      }
    }
    if (end - start < MIN_KEY_LENGTH || end - start > MAX_KEY_LENGTH) {
      throw malformed();
    }
    keyStart = start;
    keyEnd = end;
  }

  private String valid(String value, Predicate<String> rule) throws ParseException {
    if (!rule.test(value)) {
      throw malformed();
    }
    return value;
  }

  private String string() throws ParseException {
    int start = open();
    return new String(json, start, close(start) - start, StandardCharsets.US_ASCII);
  }

  private int open() throws ParseException {
    expect('"');
    return position;
  }

  /** Returns the end of a string of plain ASCII; the content needs no escapes. */
  private int close(int start) throws ParseException {
    int end = start;
    while (end < json.length && json[end] != '"') {
      if (json[end] < ' ' || json[end] == '\\') {
        throw malformed();
      }
      end++;
    }
    if (end == json.length) {
      throw malformed();
    }
    position = end + 1;
    return end;
  }

  private long seconds() throws ParseException {
    skipBlanks();
    int start = position;
    long value = 0;
    while (position < json.length && json[position] >= '0' && json[position] <= '9') {
      value = value * 10 + json[position] - '0';
      position++;
      if (position - start > MAX_DIGITS) {
        throw malformed();
      }
    }
    if (position == start) {
      throw malformed();
    }
    return value;
  }

  private void expect(char character) throws ParseException {
    if (!accept(character)) {
      throw malformed();
    }
  }

  private boolean accept(char character) {
    skipBlanks();
    if (position == json.length || json[position] != character) {
      return false;
    }
    position++;
    return true;
  }

  private void skipBlanks() {
    while (position < json.length
        && (json[position] == ' '
            || json[position] == '\n'
            || json[position] == '\r'
            || json[position] == '\t')) {
      position++;
    }
  }

  private ParseException malformed() {
    return new ParseException("This is not the content of a sealed key", position);
  }
}
