package com.uru.chatbot.dev.practice;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Writes the events of one Responses stream and numbers them. */
final class ResponseEvents {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int MAX_PADDING = 16;

  private final boolean obfuscates;
  private final boolean asLiteLlm;
  private final String model;
  private int sequenceNumber;

  /**
   * Creates a writer.
   *
   * @param obfuscates whether deltas are padded
   * @param asLiteLlm whether {@code event:} lines are left out, every event names the model, and
   *     {@code [DONE]} is the last one
   */
  ResponseEvents(boolean obfuscates, boolean asLiteLlm, String model) {
    this.obfuscates = obfuscates;
    this.asLiteLlm = asLiteLlm;
    this.model = model;
  }

  /** Writes an event with one member, or with none if the name is null. */
  String write(String type, @Nullable String name, @Nullable JsonValue value) {
    JsonObjectBuilder members = Json.createObjectBuilder();
    if (name != null && value != null) {
      members.add(name, value);
    }
    return write(type, members);
  }

  String write(String type, JsonObjectBuilder members) {
    JsonObjectBuilder event =
        Json.createObjectBuilder().add("type", type).add("sequence_number", sequenceNumber);
    event.addAll(members);
    sequenceNumber++;
    if (asLiteLlm) {
      return "data: " + event.add("model", model).build() + "\n\n";
    }
    return "event: " + type + "\ndata: " + event.build() + "\n\n";
  }

  /** Writes a delta, padded unless the request has switched that off. */
  String writeDelta(String type, JsonObjectBuilder members, String delta) {
    members.add("delta", delta);
    if (obfuscates) {
      members.add("obfuscation", padding());
    }
    return write(type, members);
  }

  /** Writes an {@code error} event, whose members are not inside an object. */
  String flatError(OpenAiError error) {
    JsonObject details = error.details();
    return write(
        "error",
        Json.createObjectBuilder()
            .add("code", details.get("code"))
            .add("message", details.get("message"))
            .addNull("param"));
  }

  String garbage() {
    return "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.del\n\n";
  }

  /** Returns what follows the last event. */
  String end() {
    return asLiteLlm ? "data: [DONE]\n\n" : "";
  }

  private static String padding() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    StringBuilder padding = new StringBuilder();
    for (int left = random.nextInt(1, MAX_PADDING + 1); left > 0; left--) {
      padding.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return padding.toString();
  }
}
