package com.uru.chatbot.importing;

import jakarta.json.stream.JsonParser.Event;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A node of ChatGPT's tree: what of it is shown to people. Texts of tools, of the system and hidden
 * ones are left out; pictures and sounds are counted.
 */
final class ChatGptNode {
  private static final int MAX_MODEL_LENGTH = 300;

  /** Marks of sources in private-use characters, and those of older exports. */
  private static final Pattern MARK =
      Pattern.compile(
          "\\uE200[^\\uE200\\uE201]{0,2000}\\uE201|\\u3010\\d{1,9}\\u2020[^\\u3011]{0,200}\\u3011"
              + "|[\\uE200-\\uE203]");

  /** The name in a mark of a person or a place, which is part of the sentence. */
  private static final Pattern ENTITY =
      Pattern.compile("\\uE200entity\\uE202\\[\"[^\"]*\",\"([^\"]*)\".*");

  private static final int MAX_LINK_LENGTH = 2_000;

  private final String id;
  private @Nullable String parent;
  private @Nullable Instant time;

  private String role = "";
  private String recipient = "all";
  private boolean hidden;
  private @Nullable String model;
  private String contentType = "text";
  private final List<String> texts = new ArrayList<>();
  private final List<String> thoughts = new ArrayList<>();
  private int thinkingSeconds;
  private final Map<String, String> references = new HashMap<>();
  private int length;
  private int pictures;
  private int sounds;

  ChatGptNode(String id) {
    this.id = id;
  }

  /** Reads a node, or nothing where it is none. */
  void read(JsonCursor json, Event start) {
    json.members(
        start,
        (name, value) -> {
          switch (name) {
            case "parent" -> parent = json.scalar(value);
            case "message" -> json.members(value, (inner, event) -> message(json, inner, event));
            default -> json.skip(value);
          }
        });
  }

  private void message(JsonCursor json, String name, Event value) {
    switch (name) {
      case "author" ->
          json.members(
              value,
              (inner, event) -> {
                String text = json.scalar(event);
                role = inner.equals("role") && text != null ? text : role;
              });
      case "recipient" -> {
        String text = json.scalar(value);
        recipient = text == null ? recipient : text;
      }
      case "create_time" -> time = time(json.scalar(value));
      case "content" -> json.members(value, (inner, event) -> content(json, inner, event));
      case "metadata" -> json.members(value, (inner, event) -> metadata(json, inner, event));
      default -> json.skip(value);
    }
  }

  private void content(JsonCursor json, String name, Event value) {
    switch (name) {
      case "content_type" -> {
        String text = json.scalar(value);
        contentType = text == null ? contentType : text;
      }
      case "parts" -> json.elements(value, event -> part(json, event));
      case "text", "content" -> add(texts, json.scalar(value));
      case "thoughts" -> json.elements(value, event -> thought(json, event));
      default -> json.skip(value);
    }
  }

  private void part(JsonCursor json, Event value) {
    if (value != Event.START_OBJECT) {
      add(texts, json.scalar(value));
      return;
    }
    String[] found = {"", null};
    json.members(
        value,
        (name, event) -> {
          switch (name) {
            case "content_type" -> found[0] = String.valueOf(json.scalar(event));
            case "text" -> found[1] = json.scalar(event);
            default -> json.skip(event);
          }
        });
    if (found[0].contains("image")) {
      pictures++;
      add(texts, "[Picture, not imported]");
    } else if (found[1] != null) {
      add(texts, found[1]);
    } else if (found[0].contains("audio") || found[0].contains("video")) {
      sounds++;
    }
  }

  private void thought(JsonCursor json, Event value) {
    String[] found = {null, null};
    json.members(
        value,
        (name, event) -> {
          switch (name) {
            case "summary" -> found[0] = json.scalar(event);
            case "content" -> found[1] = json.scalar(event);
            default -> json.skip(event);
          }
        });
    if (found[0] != null && !found[0].isBlank()) {
      add(thoughts, "**" + found[0].strip() + "**");
    }
    add(thoughts, found[1]);
  }

  private void metadata(JsonCursor json, String name, Event value) {
    switch (name) {
      case "is_visually_hidden_from_conversation" -> {
        json.skip(value);
        hidden = value == Event.VALUE_TRUE;
      }
      case "model_slug" -> {
        String text = json.scalar(value);
        model = text == null || text.length() > MAX_MODEL_LENGTH ? null : repaired(text);
      }
      case "finished_duration_sec" -> thinkingSeconds = (int) number(json.scalar(value));
      case "content_references" -> json.elements(value, event -> reference(json, event));
      default -> json.skip(value);
    }
  }

  private void reference(JsonCursor json, Event value) {
    String[] found = {null, null};
    json.members(
        value,
        (name, event) -> {
          switch (name) {
            case "matched_text" -> found[0] = json.scalar(event);
            case "alt" -> found[1] = json.scalar(event);
            default -> json.skip(event);
          }
        });
    if (found[0] != null && found[1] != null && found[1].length() <= MAX_LINK_LENGTH) {
      length += found[0].length() + found[1].length();
      references.put(found[0], found[1]);
    }
  }

  private void add(List<String> list, @Nullable String text) {
    if (text != null && !text.isBlank()) {
      length += text.length();
      list.add(text);
    }
  }

  private static String repaired(String text) {
    return StorableText.repaired(text);
  }

  private static double number(@Nullable String text) {
    try {
      return text == null ? 0 : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Returns a time of seconds since 1970, or null if it is none. */
  static @Nullable Instant time(@Nullable String seconds) {
    double value = number(seconds);
    if (!(value > 0)) {
      return null;
    }
    try {
      long micros = Math.round(value * 1e6);
      Instant time =
          Instant.ofEpochSecond(
              Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
      return UruTime.isPossible(time) ? time : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  String id() {
    return id;
  }

  @Nullable String parent() {
    return parent;
  }

  @Nullable Instant time() {
    return time;
  }

  @Nullable String model() {
    return model;
  }

  int thinkingSeconds() {
    return thinkingSeconds;
  }

  /** Returns the length of what was read, in UTF-16 code units. */
  int length() {
    return length;
  }

  int pictures() {
    return pictures;
  }

  int sounds() {
    return sounds;
  }

  boolean isQuestion() {
    return role.equals("user") && !hidden && !isContext();
  }

  /** What the model wrote for the user, and pictures that a tool made for it. */
  boolean isAnswer() {
    boolean ofModel = role.equals("assistant") && recipient.equals("all");
    return !hidden && !isContext() && (ofModel || (role.equals("tool") && pictures > 0));
  }

  /** Custom instructions and memories: not part of what was said. */
  private boolean isContext() {
    return contentType.endsWith("_editable_context");
  }

  /** Returns whether this tells that the model has stopped thinking; its text says for how long. */
  boolean endsThinking() {
    return contentType.equals("reasoning_recap");
  }

  /** Returns what the model thought, in Markdown, empty if nothing of it is told. */
  String thoughts() {
    return repaired(String.join("\n\n", thoughts));
  }

  /** Returns the text in Markdown, with its sources as links, empty if there is none. */
  String text() {
    if (endsThinking() || contentType.equals("thoughts")) {
      return "";
    }
    String text = String.join("\n\n", texts);
    if (contentType.equals("code")) {
      text = texts.isEmpty() ? "" : "```\n" + text + "\n```";
    }
    return repaired(withoutMarks(text));
  }

  private String withoutMarks(String text) {
    StringBuilder result = new StringBuilder();
    Matcher marks = MARK.matcher(text);
    while (marks.find()) {
      boolean full = result.length() > UruMessage.MAX_LENGTH;
      marks.appendReplacement(result, full ? "" : Matcher.quoteReplacement(shown(marks.group())));
    }
    return marks.appendTail(result).toString();
  }

  /** Returns what people see of a mark: a link, a name, or nothing. */
  private String shown(String mark) {
    String link = references.get(mark);
    if (link != null) {
      return link;
    }
    Matcher entity = ENTITY.matcher(mark);
    return entity.matches() ? entity.group(1) : "";
  }
}
