package com.uru.chatbot.export;

import com.uru.chatbot.conversation.Conversation;
import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessagePart;
import com.uru.chatbot.conversation.MessageProblem;
import com.uru.chatbot.model.TokenUsage;
import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The lossless format, as {@code docs/export.schema.json} describes it: all branches, parts, usage
 * and times. Nothing in it depends on when it is written, so that equal conversations make equal
 * files.
 */
final class JsonWriter implements ConversationWriter {
  static final String FORMAT = "uru-conversations";
  static final int VERSION = 1;

  private static final JsonGeneratorFactory GENERATORS =
      Json.createGeneratorFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));

  private final JsonGenerator json;

  /** Begins the document. */
  JsonWriter(OutputStream out) {
    json = GENERATORS.createGenerator(new UnclosedStream(out));
    json.writeStartObject();
    json.write("format", FORMAT);
    json.write("version", VERSION);
    json.writeStartArray("conversations");
  }

  @Override
  public void begin(Conversation conversation) {
    json.writeStartObject();
    json.write("id", conversation.id().toString());
    json.write("title", conversation.title());
    json.write("titleSource", conversation.titleSource().wireName());
    json.write("model", conversation.model());
    write("systemPrompt", conversation.systemPrompt());
    json.write("pinned", conversation.pinned());
    json.write("archived", conversation.archived());
    write("headMessageId", conversation.headMessageId());
    json.write("createdAt", conversation.createdAt().toString());
    json.write("updatedAt", conversation.updatedAt().toString());
    json.writeStartArray("messages");
  }

  @Override
  public void message(Message message) {
    json.writeStartObject();
    json.write("id", message.id().toString());
    write("parentId", message.parentId());
    json.write("role", message.role().wireName());
    json.write("status", message.status().wireName());
    write("model", message.model());
    write(
        "finishReason", message.finishReason() == null ? null : message.finishReason().wireName());
    write("systemPrompt", message.instructions());
    json.write("createdAt", message.createdAt().toString());
    json.writeStartArray("parts");
    message.parts().forEach(this::write);
    json.writeEnd();
    write(message.usage());
    write(message.problem());
    json.writeEnd();
  }

  @Override
  public void end() {
    json.writeEnd();
    json.writeEnd();
  }

  @Override
  public void finish() {
    json.writeEnd();
    json.writeEnd();
    json.close();
  }

  private void write(MessagePart part) {
    json.writeStartObject();
    if (part instanceof MessagePart.Reasoning reasoning) {
      json.write("type", "reasoning");
      json.write("summary", reasoning.summary());
      json.write("seconds", reasoning.seconds());
    } else {
      json.write("type", "text");
      json.write("text", ((MessagePart.Text) part).text());
    }
    json.writeEnd();
  }

  private void write(@Nullable TokenUsage usage) {
    if (usage == null) {
      json.writeNull("usage");
      return;
    }
    json.writeStartObject("usage");
    json.write("promptTokens", usage.promptTokens());
    json.write("cachedTokens", usage.cachedTokens());
    json.write("cacheWriteTokens", usage.cacheWriteTokens());
    json.write("completionTokens", usage.completionTokens());
    json.write("reasoningTokens", usage.reasoningTokens());
    json.writeEnd();
  }

  private void write(@Nullable MessageProblem problem) {
    if (problem == null) {
      json.writeNull("error");
      return;
    }
    json.writeStartObject("error");
    json.write("code", problem.code().code());
    json.write("detail", problem.detail());
    json.writeStartObject("members");
    new TreeMap<>(problem.members()).forEach(this::writeMember);
    json.writeEnd();
    json.writeEnd();
  }

  private void writeMember(String name, Object value) {
    if (value instanceof Number number) {
      json.write(name, number.longValue());
    } else {
      json.write(name, value.toString());
    }
  }

  private void write(String name, @Nullable Object value) {
    if (value == null) {
      json.writeNull(name);
    } else {
      json.write(name, value.toString());
    }
  }
}
