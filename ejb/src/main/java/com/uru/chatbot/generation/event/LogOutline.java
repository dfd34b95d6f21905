package com.uru.chatbot.generation.event;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kinds and lengths of the entries of an {@link EventLog}: what remains of the log of an ended
 * generation beside its message.
 */
public record LogOutline(List<Entry> entries) {
  private static final String KIND = "kind";
  private static final String LENGTH = "length";
  private static final String TITLE = "title";

  public LogOutline {
    entries = List.copyOf(entries);
  }

  /**
   * One entry.
   *
   * @param length UTF-16 code units
   * @param title the content of a title, empty for other kinds: their content is in the message
   */
  record Entry(EntryKind kind, int length, String title) {
    static Entry ofTitle(String title) {
      return new Entry(EntryKind.TITLE, title.length(), title);
    }
  }

  /** Returns the outline of a log that has no entry but one of text. */
  public static LogOutline ofText(String text) {
    return new LogOutline(
        text.isEmpty() ? List.of() : List.of(new Entry(EntryKind.TEXT, text.length(), "")));
  }

  public String toJson() {
    JsonArrayBuilder json = Json.createArrayBuilder();
    for (Entry entry : entries) {
      JsonObjectBuilder object =
          Json.createObjectBuilder().add(KIND, entry.kind().wireName()).add(LENGTH, entry.length());
      if (entry.kind() == EntryKind.TITLE) {
        object.add(TITLE, entry.title());
      }
      json.add(object);
    }
    return json.build().toString();
  }

  /** Returns the outline that was stored, or null if none was. */
  public static @Nullable LogOutline parse(@Nullable String json) {
    if (json == null) {
      return null;
    }
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      return new LogOutline(
          reader.readArray().getValuesAs(JsonObject.class).stream()
              .map(LogOutline::entry)
              .toList());
    }
  }

  private static Entry entry(JsonObject json) {
    return new Entry(
        EntryKind.ofWireName(json.getString(KIND)), json.getInt(LENGTH), json.getString(TITLE, ""));
  }
}
