package com.uru.chatbot.importing;

import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessagePart;
import com.uru.chatbot.conversation.MessageProblem;
import com.uru.chatbot.conversation.MessageRole;
import com.uru.chatbot.conversation.MessageStatus;
import com.uru.chatbot.model.FinishReason;
import com.uru.chatbot.model.TokenUsage;
import com.uru.chatbot.shared.ProblemCode;
import jakarta.json.stream.JsonParser.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads one message of Uru's own export. */
final class UruMessage {
  /** The longest text of a message with all its parts, in UTF-16 code units. */
  static final int MAX_LENGTH = 4_000_000;

  private static final int MAX_PARTS = 1_000;
  private static final int MAX_PROBLEM_MEMBERS = 20;
  private static final int MAX_WORD_LENGTH = 300;

  private final JsonCursor json;
  private final ImportIds ids;
  private final String conversationSource;
  private final UUID conversationId;
  private final List<MessagePart> parts = new ArrayList<>();

  private int length;
  private @Nullable UUID id;
  private @Nullable UUID parentId;
  private @Nullable MessageRole role;
  private @Nullable MessageStatus status;
  private @Nullable String model;
  private @Nullable FinishReason finishReason;
  private @Nullable String instructions;
  private @Nullable Instant createdAt;
  private @Nullable TokenUsage usage;
  private @Nullable MessageProblem problem;

  UruMessage(JsonCursor json, ImportIds ids, String conversationSource, UUID conversationId) {
    this.json = json;
    this.ids = ids;
    this.conversationSource = conversationSource;
    this.conversationId = conversationId;
  }

  /**
   * Returns the message. An answer that was being written when it was exported is an interrupted
   * one.
   *
   * @throws InvalidItemException if it cannot be one
   */
  Message read(Event start) {
    json.members(start, this::member);
    MessageStatus ending =
        status == MessageStatus.STREAMING ? MessageStatus.INTERRUPTED : required("status", status);
    if (role == MessageRole.USER && ending != MessageStatus.COMPLETED) {
      throw new InvalidItemException("A question in it is not completed.");
    }
    return Message.begin(
            required("id", id),
            conversationId,
            parentId,
            required("role", role),
            required("createdAt", createdAt))
        .parts(parts)
        .model(model)
        .status(ending)
        .finishReason(finishReason)
        .usage(usage)
        .problem(problem)
        .instructions(instructions)
        .build();
  }

  private static <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw new InvalidItemException("A message has no member " + name + ".");
    }
    return value;
  }

  private void member(String name, Event value) {
    switch (name) {
      case "id" -> id = ids.message(conversationSource, json.text(name, value));
      case "parentId" -> {
        String text = json.optionalText(name, value);
        parentId = text == null ? null : ids.message(conversationSource, text);
      }
      case "role" -> role = word(MessageRole.class, name, json.text(name, value));
      case "status" -> status = word(MessageStatus.class, name, json.text(name, value));
      case "model" -> model = shortText(name, value);
      case "finishReason" -> {
        String text = json.optionalText(name, value);
        finishReason = text == null ? null : FinishReason.ofWireName(text);
      }
      case "systemPrompt" -> {
        String text = json.optionalText(name, value);
        instructions = text == null ? null : counted(text);
      }
      case "createdAt" -> createdAt = UruTime.parse(name, json.text(name, value));
      case "parts" -> json.elements(value, this::part);
      case "usage" -> usage = value == Event.VALUE_NULL ? null : new Usage().read(value);
      case "error" -> problem = value == Event.VALUE_NULL ? null : new Problem().read(value);
      default -> json.skip(value);
    }
  }

  private static <E extends Enum<E>> E word(Class<E> type, String name, String text) {
    for (E each : type.getEnumConstants()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
        return each;
      }
    }
    throw new InvalidItemException("A message has an unknown " + name + ".");
  }

  private @Nullable String shortText(String name, Event value) {
    String text = json.optionalText(name, value);
    if (text != null && text.length() > MAX_WORD_LENGTH) {
      throw new InvalidItemException("The " + name + " of a message is too long.");
    }
    return text == null ? null : StorableText.require(text);
  }

  private String counted(String text) {
    length += text.length();
    if (length > MAX_LENGTH) {
      throw new InvalidItemException("A message is longer than 4,000,000 characters.");
    }
    return StorableText.require(text);
  }

  private void part(Event value) {
    MessagePart part = new Part().read(value);
    if (part == null) {
      return;
    }
    if (parts.size() == MAX_PARTS) {
      throw new InvalidItemException("A message has more than 1,000 parts.");
    }
    parts.add(part);
  }

  private final class Part {
    private String type = "";
    private @Nullable String text;
    private @Nullable String summary;
    private long seconds;

    /** Returns the part, or null for a type that only a newer server knows. */
    @Nullable MessagePart read(Event start) {
      json.members(
          start,
          (name, value) -> {
            switch (name) {
              case "type" -> type = json.text(name, value);
              case "text" -> text = counted(json.text(name, value));
              case "summary" -> summary = counted(json.text(name, value));
              case "seconds" -> seconds = json.number(name, value);
              default -> json.skip(value);
            }
          });
      return switch (type) {
        case "text" -> new MessagePart.Text(required("text", text));
        case "reasoning" ->
            new MessagePart.Reasoning(required("summary", summary), whole("seconds", seconds, 1));
        default -> null;
      };
    }
  }

  private static int whole(String name, long value, int min) {
    if (value < min || value > Integer.MAX_VALUE) {
      throw new InvalidItemException("The member " + name + " of a message is out of range.");
    }
    return (int) value;
  }

  private final class Usage {
    private final Map<String, Integer> counts = new HashMap<>();

    TokenUsage read(Event start) {
      json.members(
          start,
          (name, value) -> {
            switch (name) {
              case "promptTokens",
                  "cachedTokens",
                  "cacheWriteTokens",
                  "completionTokens",
                  "reasoningTokens" ->
                  counts.put(name, whole(name, json.number(name, value), 0));
              default -> json.skip(value);
            }
          });
      return new TokenUsage(
          count("promptTokens"),
          count("cachedTokens"),
          count("cacheWriteTokens"),
          count("completionTokens"),
          count("reasoningTokens"));
    }

    private int count(String name) {
      return required(name, counts.get(name));
    }
  }

  private final class Problem {
    private final Map<String, Object> members = new HashMap<>();
    private @Nullable String code;
    private @Nullable String detail;

    MessageProblem read(Event start) {
      json.members(
          start,
          (name, value) -> {
            switch (name) {
              case "code" -> code = json.text(name, value);
              case "detail" -> detail = counted(json.text(name, value));
              case "members" -> json.members(value, this::extension);
              default -> json.skip(value);
            }
          });
      return new MessageProblem(
          ProblemCode.ofCode(required("code", code)), required("detail", detail), members);
    }

    private void extension(String name, Event value) {
      if (members.size() == MAX_PROBLEM_MEMBERS || name.length() > MAX_WORD_LENGTH) {
        throw new InvalidItemException("The error of a message is too large.");
      }
      members.put(
          StorableText.require(name),
          value == Event.VALUE_NUMBER ? json.number(name, value) : counted(json.text(name, value)));
    }
  }
}
