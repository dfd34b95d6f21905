package com.uru.chatbot.conversation;

import com.uru.chatbot.model.TokenUsage;
import com.uru.chatbot.shared.RequestDigest;
import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import java.io.StringWriter;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of {@code conversations} and {@code messages} as JSON, which one statement inserts.
 * Members are named like columns.
 */
final class ConversationsJson {
  private ConversationsJson() {}

  static String conversations(List<Conversation> conversations) {
    return array(conversations, ConversationsJson::write);
  }

  static String messages(List<Message> messages) {
    return array(messages, ConversationsJson::write);
  }

  private static <T> String array(List<T> rows, BiConsumer<JsonGenerator, T> writer) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = Json.createGenerator(text)) {
      json.writeStartArray();
      for (T row : rows) {
        json.writeStartObject();
        writer.accept(json, row);
        json.writeEnd();
      }
      json.writeEnd();
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Conversation conversation) {
    write(json, "id", conversation.id());
    // No request has created it, so that none is a repetition.
    write(
        json,
        "request_digest",
        HexFormat.of().formatHex(RequestDigest.of("imported", conversation.id())));
    write(json, "title", conversation.title());
    write(json, "title_source", conversation.titleSource().wireName());
    write(json, "model", conversation.model());
    write(json, "system_prompt", conversation.systemPrompt());
    json.write("pinned", conversation.pinned());
    json.write("archived", conversation.archived());
    write(json, "head_message_id", conversation.headMessageId());
    json.write("message_count", conversation.messageCount());
    json.write("version", conversation.version());
    write(json, "created_at", conversation.createdAt());
    write(json, "updated_at", conversation.updatedAt());
  }

  private static void write(JsonGenerator json, Message message) {
    write(json, "conversation_id", message.conversationId());
    write(json, "id", message.id());
    write(json, "parent_id", message.parentId());
    write(json, "role", message.role().wireName());
    write(json, "text", message.text());
    if (!message.isOneText()) {
      json.write("parts", MessagePartsJson.toArray(message.parts()));
    }
    write(json, "model", message.model());
    write(json, "status", message.status().wireName());
    if (message.finishReason() != null) {
      write(json, "finish_reason", message.finishReason().wireName());
    }
    TokenUsage usage = message.usage();
    if (usage != null) {
      json.write("prompt_tokens", usage.promptTokens());
      json.write("cached_tokens", usage.cachedTokens());
      json.write("cache_write_tokens", usage.cacheWriteTokens());
      json.write("completion_tokens", usage.completionTokens());
      json.write("reasoning_tokens", usage.reasoningTokens());
    }
    if (message.problem() != null) {
      json.write("problem", MessageProblemJson.toObject(message.problem()));
    }
    write(json, "instructions", message.instructions());
    write(json, "created_at", message.createdAt());
  }

  private static void write(JsonGenerator json, String name, @Nullable Object value) {
    if (value != null) {
      json.write(name, value.toString());
    }
  }
}
