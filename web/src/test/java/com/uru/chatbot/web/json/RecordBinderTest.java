package com.uru.chatbot.web.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.web.problem.InvalidRequestException;
import com.uru.chatbot.web.problem.Violation;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordBinderTest {
  private static final UUID ID = UUID.fromString("0193a0f4-0000-7000-8000-000000000001");

  enum Colour {
    DARK_RED,
    BLUE
  }

  record Leaf(@Nullable UUID id, @Nullable String text) {}

  record Tree(
      @Nullable String name,
      @Nullable Colour colour,
      @Nullable Integer count,
      @Nullable Long total,
      @Nullable Double weight,
      @Nullable Boolean alive,
      @Nullable Instant planted,
      @Nullable Leaf leaf,
      @Nullable List<Leaf> leaves,
      @Nullable Map<String, Integer> sizes) {}

  record Patch(PatchField<String> title, PatchField<UUID> folderId) {}

  record Document(@Nullable JsonObject content) {}

  record Counter(int count) {}

  record Positive(@Nullable Integer count) {
    Positive {
      if (count != null && count < 1) {
        throw new IllegalArgumentException("must be positive");
      }
    }
  }

  @Test
  void bindsEveryKindOfField() {
    Tree tree =
        bind(
            """
            {"name": "Öl 🌳", "colour": "dark_red", "count": 3, "total": 4000000000, "weight": 0.5,
             "alive": true, "planted": "2026-01-02T03:04:05Z", "leaf": {"id": "%s"},
             "leaves": [{"text": "a"}, {"text": "b"}], "sizes": {"x": 1}}
            """
                .formatted(ID),
            Tree.class);

    assertThat(tree)
        .isEqualTo(
            new Tree(
                "Öl 🌳",
                Colour.DARK_RED,
                3,
                4_000_000_000L,
                0.5,
                true,
                Instant.parse("2026-01-02T03:04:05Z"),
                new Leaf(ID, null),
                List.of(new Leaf(null, "a"), new Leaf(null, "b")),
                Map.of("x", 1)));
  }

  @Test
  void leavesAbsentAndNullFieldsNull() {
    assertThat(bind("{\"name\": null}", Tree.class))
        .isEqualTo(new Tree(null, null, null, null, null, null, null, null, null, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'nmae': 'x'}|nmae|is not a known field",
        "{'leaf': {'colour': 'x'}}|leaf.colour|is not a known field",
        "{'leaves': [{}, {'x': 1}]}|leaves[1].x|is not a known field",
        "{'name': 1}|name|must be a string",
        "{'name': {}}|name|must be a string",
        "{'count': '1'}|count|must be a number",
        "{'count': 1.5}|count|must be a whole number in range",
        "{'count': 3000000000}|count|must be a whole number in range",
        "{'total': 1e30}|total|must be a whole number in range",
        "{'weight': 1e999}|weight|must be a number in range",
        "{'alive': 'true'}|alive|must be true or false",
        "{'planted': 'yesterday'}|planted|must be a time as in RFC 3339",
        "{'colour': 'BLUE'}|colour|must be one of dark_red, blue",
        "{'leaf': []}|leaf|must be an object",
        "{'leaf': {'id': '1-1-1-1-1'}}|leaf.id|must be a UUID",
        "{'leaves': {}}|leaves|must be an array",
        "{'leaves': [null]}|leaves[0]|must not be null",
        "{'sizes': {'x': 'y'}}|sizes.x|must be a number",
        "{'name': 'a\\u0000b'}|name|must be Unicode text without NUL",
        "{'name': '\\ud83c'}|name|must be Unicode text without NUL"
      })
  void namesTheFieldThatIsWrong(String json, String field, String message) {
    assertThat(violationsOf(json.replace('\'', '"'), Tree.class))
        .containsExactly(new Violation(field, message));
  }

  @Test
  void keepsAJsonObjectAsItIs() {
    String content = "{\"a\":[\"Öl 🌳\",1.5,true,null,{\"b\":1e300}]}";

    assertThat(bind("{\"content\":" + content + "}", Document.class).content())
        .hasToString(Json.createReader(new StringReader(content)).readObject().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'a': 'x\\u0000'}",
        "{'x\\u0000': 1}",
        "{'a': [1, {'b': ['\\ud83c']}]}",
        "{'a': 1e400}",
        "{'a': 1e-16000}"
      })
  void refusesAJsonObjectThatPostgresCannotStore(String content) {
    assertThat(violationsOf(("{'content': " + content + "}").replace('\'', '"'), Document.class))
        .extracting(Violation::field)
        .containsExactly("content");
  }

  @Test
  void namesAllWrongFieldsAtOnce() {
    assertThat(violationsOf("{\"name\": 1, \"leaf\": {\"id\": 2, \"x\": 3}}", Tree.class))
        .extracting(Violation::field)
        .containsExactlyInAnyOrder("name", "leaf.id", "leaf.x");
  }

  @Test
  void tellsAbsentFromNullInAPatch() {
    assertThat(bind("{}", Patch.class))
        .isEqualTo(new Patch(PatchField.absent(), PatchField.absent()));
    assertThat(bind("{\"title\": \"new\", \"folderId\": null}", Patch.class))
        .isEqualTo(new Patch(PatchField.of("new"), PatchField.of(null)));
  }

  @Test
  void checksTheTypeInsideAPatch() {
    assertThat(violationsOf("{\"folderId\": \"x\"}", Patch.class))
        .containsExactly(new Violation("folderId", "must be a UUID"));
  }

  @Test
  void wantsPrimitivesToBeGiven() {
    assertThat(violationsOf("{}", Counter.class))
        .containsExactly(new Violation("count", "must be given"));
    assertThat(violationsOf("{\"count\": null}", Counter.class))
        .containsExactly(new Violation("count", "must not be null"));
  }

  @Test
  void reportsWhatTheRecordItselfRefuses() {
    assertThat(violationsOf("{\"count\": 0}", Positive.class))
        .containsExactly(new Violation("", "must be positive"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "{\"a\": }", "[]", "\"text\"", "1", "null", "{} x", "{\"a\":1,\"a\":2}"})
  void refusesWhatIsNotOneJsonObject(String json) {
    assertThat(refusalOf(json.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(ProblemCode.MALFORMED_JSON);
  }

  @Test
  void refusesANumberOfTooManyDigits() {
    String number = "{\"a\":" + "1".repeat(1_200) + "}";

    assertThat(refusalOf(number.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(ProblemCode.MALFORMED_JSON);
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    assertThat(refusalOf("{\"a\":\"ä\"}".getBytes(StandardCharsets.ISO_8859_1)))
        .isEqualTo(ProblemCode.MALFORMED_JSON);
  }

  @Test
  void takes32LevelsAndNoMore() {
    assertThat(JsonDocument.parse(nested(31))).containsKey("a");
    assertThat(refusalOf(nested(32))).isEqualTo(ProblemCode.MALFORMED_JSON);
    assertThat(refusalOf(nested(500_000))).isEqualTo(ProblemCode.MALFORMED_JSON);
  }

  private static byte[] nested(int arrays) {
    String json = "{\"a\":" + "[".repeat(arrays) + "]".repeat(arrays) + "}";
    return json.getBytes(StandardCharsets.UTF_8);
  }

  private static ProblemCode refusalOf(byte[] json) {
    return catchThrowableOfType(DomainException.class, () -> JsonDocument.parse(json)).code();
  }

  private static List<Violation> violationsOf(String json, Class<? extends Record> type) {
    return catchThrowableOfType(InvalidRequestException.class, () -> bind(json, type)).violations();
  }

  private static <T extends Record> T bind(String json, Class<T> type) {
    return type.cast(
        RecordBinder.bind(JsonDocument.parse(json.getBytes(StandardCharsets.UTF_8)), type));
  }
}
