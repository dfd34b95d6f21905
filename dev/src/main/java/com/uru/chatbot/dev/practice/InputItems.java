package com.uru.chatbot.dev.practice;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** What a model reads of the items of an input, so that equal prefixes can be recognized. */
final class InputItems {
  /** Tokens that an input has beside those of its items. */
  static final int BASE_TOKENS = 3;

  private static final int ITEM_TOKENS = 4;
  private static final int CHARACTERS_OF_A_TOKEN = 4;
  private static final int HASH_BYTES = 8;

  private InputItems() {}

  /**
   * Returns an item as the model reads it: without id and status, and the same whether a text came
   * as a string or as parts.
   */
  static String rendered(JsonObject item) {
    String kind = item.getString("role", item.getString("type", ""));
    String phase = AnswerRequest.value(item, "phase").orElse("");
    return "<" + kind + " " + phase + ">" + content(item) + "</>";
  }

  /** Estimates the tokens of an item: four characters each, and four for the item. */
  static int tokens(JsonObject item) {
    int characters =
        AnswerRequest.value(item, "encrypted_content")
            .orElseGet(() -> AnswerRequest.text(item))
            .length();
    return ITEM_TOKENS + characters / CHARACTERS_OF_A_TOKEN;
  }

  /** Returns a hash of some items as the model reads them. */
  static String hash(List<JsonObject> items) {
    StringBuilder text = new StringBuilder();
    items.forEach(item -> text.append(rendered(item)));
    return hash(text.toString());
  }

  /** Returns the first 16 hexadecimal digits of the SHA-256 of a text. */
  static String hash(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String content(JsonObject item) {
    if (ResponseItems.isReasoning(item)) {
      return AnswerRequest.value(item, "encrypted_content").orElse("");
    }
    JsonValue content = item.getOrDefault("content", JsonValue.NULL);
    if (content instanceof JsonString text) {
      return text.getString();
    }
    if (!(content instanceof JsonArray parts)) {
      return item.toString();
    }
    StringBuilder text = new StringBuilder();
    for (JsonObject part : parts.getValuesAs(JsonObject.class)) {
      text.append(AnswerRequest.value(part, "text").orElseGet(part::toString));
    }
    return text.toString();
  }
}
