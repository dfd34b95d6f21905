package com.uru.chatbot.importing;

import com.uru.chatbot.conversation.Conversation;
import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.TitleSource;
import jakarta.json.stream.JsonParser.Event;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads Uru's own export ({@code docs/export.schema.json}), a chunk of messages at a time. Members
 * that it does not know are skipped; the messages of a conversation have to be its last known
 * member, as they are written.
 */
final class UruReader implements ConversationReader {
  static final String FORMAT = "uru-conversations";
  private static final int VERSION = 1;
  private static final int MAX_TITLE_LENGTH = 200;
  private static final int MAX_MODEL_LENGTH = 300;
  private static final int MAX_PROMPT_LENGTH = 1_000_000;

  private final JsonCursor json;
  private final ImportIds ids;
  private final int depth;

  private @Nullable String source;
  private String title = "";
  private @Nullable UUID id;
  private @Nullable TitleSource titleSource;
  private @Nullable String model;
  private @Nullable String systemPrompt;
  private @Nullable Boolean pinned;
  private @Nullable Boolean archived;
  private @Nullable UUID head;
  private @Nullable Instant createdAt;
  private @Nullable Instant updatedAt;
  private boolean ended;

  /**
   * Reads the beginning of a document, after its first brace.
   *
   * @throws com.uru.chatbot.shared.DomainException {@code VALIDATION_FAILED} if it is no export of
   *     this version
   */
  UruReader(JsonCursor json, ImportIds ids) {
    this.json = json;
    this.ids = ids;
    boolean known = false;
    long version = 0;
    Event conversations = null;
    while (conversations == null && json.next() == Event.KEY_NAME) {
      String name = json.name();
      Event value = json.next();
      switch (name) {
        case "format" -> known = FORMAT.equals(json.scalar(value));
        case "version" -> version = value == Event.VALUE_NUMBER ? json.number(name, value) : 0;
        case "conversations" -> conversations = value;
        default -> json.skip(value);
      }
    }
    if (!known || conversations != Event.START_ARRAY) {
      throw FileRefusal.of(FileRefusal.UNKNOWN);
    }
    if (version != VERSION) {
      throw FileRefusal.of(
          "The file has version " + version + " of Uru's export; this server reads version 1.");
    }
    this.depth = json.depth();
  }

  @Override
  public boolean next() {
    json.leaveTo(depth);
    source = null;
    title = "";
    id = null;
    titleSource = null;
    model = null;
    systemPrompt = null;
    pinned = null;
    archived = null;
    head = null;
    createdAt = null;
    updatedAt = null;
    ended = false;
    Event event = json.next();
    if (event == Event.END_ARRAY) {
      json.leaveTo(0);
      json.end();
      return false;
    }
    if (event != Event.START_OBJECT) {
      throw FileRefusal.of("The file has something else in its list of conversations.");
    }
    return true;
  }

  @Override
  public @Nullable String source() {
    return source;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public Conversation conversation() {
    while (json.next() == Event.KEY_NAME) {
      String name = json.name();
      Event value = json.next();
      if (name.equals("messages")) {
        if (value != Event.START_ARRAY) {
          throw new InvalidItemException("Its messages are not a list.");
        }
        return header();
      }
      member(name, value);
    }
    throw new InvalidItemException("It has no list of messages.");
  }

  private void member(String name, Event value) {
    switch (name) {
      case "id" -> {
        source = json.text(name, value);
        id = ids.conversation(source);
      }
      case "title" -> title = bounded(name, json.text(name, value), MAX_TITLE_LENGTH);
      case "titleSource" -> titleSource = titleSource(json.text(name, value));
      case "model" -> model = bounded(name, json.text(name, value), MAX_MODEL_LENGTH);
      case "systemPrompt" -> {
        String prompt = json.optionalText(name, value);
        systemPrompt = prompt == null ? null : bounded(name, prompt, MAX_PROMPT_LENGTH);
      }
      case "pinned" -> pinned = json.flag(name, value);
      case "archived" -> archived = json.flag(name, value);
      case "headMessageId" -> {
        String text = json.optionalText(name, value);
        head = text == null ? null : ids.message(required("id", source), text);
      }
      case "createdAt" -> createdAt = UruTime.parse(name, json.text(name, value));
      case "updatedAt" -> updatedAt = UruTime.parse(name, json.text(name, value));
      default -> json.skip(value);
    }
  }

  private static TitleSource titleSource(String word) {
    return switch (word) {
      case "auto" -> TitleSource.AUTO;
      case "user" -> TitleSource.USER;
      default -> throw new InvalidItemException("Its titleSource is neither auto nor user.");
    };
  }

  private static String bounded(String name, String text, int max) {
    if (text.length() > max) {
      throw new InvalidItemException(
          "Its member " + name + " is longer than " + max + " characters.");
    }
    return StorableText.require(text);
  }

  private static <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw new InvalidItemException("The member " + name + " is missing before its messages.");
    }
    return value;
  }

  private Conversation header() {
    return Conversation.begin(
            required("id", id), required("model", model), required("createdAt", createdAt))
        .title(title, required("titleSource", titleSource))
        .systemPrompt(systemPrompt)
        .pinned(required("pinned", pinned))
        .archived(required("archived", archived))
        .head(head)
        .updatedAt(required("updatedAt", updatedAt))
        .build();
  }

  @Override
  public List<Message> messages() {
    MessageChunk chunk = new MessageChunk();
    while (!ended && !chunk.isFull()) {
      Event event = json.next();
      if (event == Event.END_ARRAY) {
        ended = true;
      } else if (event == Event.START_OBJECT) {
        UruMessage message = new UruMessage(json, ids, required("id", source), required("id", id));
        chunk.add(message.read(event));
      } else {
        throw new InvalidItemException("It has something else in its list of messages.");
      }
    }
    return chunk.messages();
  }

  @Override
  public boolean isEnded() {
    return ended;
  }

  @Override
  public @Nullable String omissions() {
    return null;
  }
}
