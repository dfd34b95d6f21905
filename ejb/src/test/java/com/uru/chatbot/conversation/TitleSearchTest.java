package com.uru.chatbot.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TitleSearchTest {
  /** The cases of both implementations of the rule; beside the one of the page. */
  private static final Path CASES =
      Path.of("../ui/src/features/conversations/title-search-cases.json");

  static List<JsonObject> cases() throws IOException {
    try (Reader file = Files.newBufferedReader(CASES);
        JsonReader reader = Json.createReader(file)) {
      return List.copyOf(reader.readArray().getValuesAs(JsonObject.class));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void findsATitleByTheRuleThatThePageHas(JsonObject each) {
    assertThat(new TitleSearch(each.getString("query")).matches(each.getString("title")))
        .isEqualTo(each.getBoolean("found"));
  }
}
