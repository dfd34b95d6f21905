package com.uru.chatbot.conversation;

import com.uru.chatbot.shared.ProblemCode;
import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;

/** How a message's problem is kept in its {@code jsonb} column. Members are numbers or strings. */
final class MessageProblemJson {
  private MessageProblemJson() {}

  static String write(MessageProblem problem) {
    return toObject(problem).toString();
  }

  static JsonObject toObject(MessageProblem problem) {
    JsonObjectBuilder members = Json.createObjectBuilder();
    problem
        .members()
        .forEach(
            (name, value) -> {
              if (value instanceof Number number) {
                members.add(name, number.longValue());
              } else {
                members.add(name, value.toString());
              }
            });
    return Json.createObjectBuilder()
        .add("code", problem.code().code())
        .add("detail", problem.detail())
        .add("members", members)
        .build();
  }

  static MessageProblem read(String json) {
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      JsonObject object = reader.readObject();
      Map<String, Object> members = new HashMap<>();
      object
          .getJsonObject("members")
          .forEach(
              (name, value) -> {
                if (value instanceof JsonNumber number) {
                  members.put(name, number.longValue());
                } else if (value instanceof JsonString string) {
                  members.put(name, string.getString());
                }
              });
      return new MessageProblem(
          ProblemCode.ofCode(object.getString("code")), object.getString("detail"), members);
    }
  }
}
