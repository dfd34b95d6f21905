package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * {@code /openapi} says what {@code docs/api.txt} says: every path and method, its query parameters
 * and bodies, and the members of every type. What is in that page is a promise: a change of a line,
 * or a line that is gone, breaks clients. {@code -Dapi.write=true} writes the page.
 */
@ExtendWith(UruSystemExtension.class)
class ApiContractIT {
  private static final Path PAGE = Path.of("../docs/api.txt");
  private static final String REFERENCE = "#/components/schemas/";
  private static final List<String> HEAD =
      List.of(
          "# The HTTP contract below /api/v1 in short: what /openapi of a running server says.",
          "# ApiContractIT compares both, and writes this page with -Dapi.write=true.",
          "#",
          "#   METHOD /path ?query <- body of the request -> body of the response, by media type",
          "#   Type {member: type}; member?: may be null or left out",
          "");

  private final UruSystem uru;

  ApiContractIT(UruSystem uru) {
    this.uru = uru;
  }

  @Test
  void isWhatTheDocumentsPromise() throws IOException {
    JsonObject api = uru.visitor().get("//openapi?format=json").expect(200).json();
    List<String> lines = new ArrayList<>(HEAD);
    lines.addAll(routes(api.getJsonObject("paths")));
    lines.add("");
    lines.addAll(types(api.getJsonObject("components").getJsonObject("schemas")));

    if (Boolean.getBoolean("api.write")) {
      Files.write(PAGE, lines);
    }

    assertThat(lines).isEqualTo(Files.readAllLines(PAGE));
  }

  private static Set<String> routes(JsonObject paths) {
    Set<String> lines = new TreeSet<>();
    paths.forEach(
        (path, item) ->
            item.asJsonObject()
                .forEach(
                    (method, operation) -> {
                      if (operation instanceof JsonObject described
                          && described.containsKey("responses")) {
                        lines.add(route(path, method, described));
                      }
                    }));
    return lines;
  }

  private static String route(String path, String method, JsonObject operation) {
    assertThat(path).startsWith("/api/v1");
    return path.substring("/api/v1".length())
        + " "
        + method.toUpperCase(Locale.ROOT)
        + query(operation)
        + body(" <- ", operation.getJsonObject("requestBody"))
        + body(" -> ", operation.getJsonObject("responses").getJsonObject("2XX"));
  }

  private static String query(JsonObject operation) {
    JsonArray parameters = operation.getJsonArray("parameters");
    return parameters == null
        ? ""
        : parameters.getValuesAs(JsonObject.class).stream()
            .filter(parameter -> parameter.getString("in").equals("query"))
            .map(parameter -> " ?" + parameter.getString("name"))
            .sorted()
            .collect(Collectors.joining());
  }

  private static String body(String direction, @Nullable JsonObject body) {
    JsonObject content = body == null ? null : body.getJsonObject("content");
    if (content == null) {
      return "";
    }
    Map<String, List<String>> mediaTypes = new TreeMap<>();
    content.forEach(
        (mediaType, described) ->
            mediaTypes
                .computeIfAbsent(
                    type(described.asJsonObject().getJsonObject("schema")),
                    schema -> new ArrayList<>())
                .add(mediaType));
    return mediaTypes.entrySet().stream()
        .map(entry -> entry.getKey() + named(entry.getValue()))
        .collect(Collectors.joining(", ", direction, ""));
  }

  private static String named(List<String> mediaTypes) {
    return mediaTypes.equals(List.of("application/json"))
        ? ""
        : mediaTypes.stream().sorted().collect(Collectors.joining(" ", " (", ")"));
  }

  private static List<String> types(JsonObject schemas) {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(schemas)
        .forEach((name, schema) -> lines.add(name + " " + members(schema.asJsonObject())));
    return lines;
  }

  private static String members(JsonObject schema) {
    JsonArray required = schema.getJsonArray("required");
    return schema.getJsonObject("properties").entrySet().stream()
        .map(
            member -> {
              boolean optional =
                  required == null
                      || required.getValuesAs(JsonString.class).stream()
                          .noneMatch(name -> name.getString().equals(member.getKey()));
              return member.getKey()
                  + (optional ? "?" : "")
                  + ": "
                  + type(member.getValue().asJsonObject());
            })
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String type(JsonObject schema) {
    if (schema.containsKey("$ref")) {
      return schema.getString("$ref").replace(REFERENCE, "");
    }
    if (schema.containsKey("allOf")) {
      return type(schema.getJsonArray("allOf").getJsonObject(0));
    }
    if (schema.containsKey("enum")) {
      return schema.getJsonArray("enum").stream()
          .map(JsonValue::toString)
          .map(word -> word.replace("\"", ""))
          .collect(Collectors.joining("|"));
    }
    String type = schema.getString("type", "any");
    if (type.equals("array")) {
      return "[" + type(schema.getJsonObject("items")) + "]";
    }
    return schema.getString("format", type);
  }
}
