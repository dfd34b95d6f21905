package com.uru.chatbot.openai.chatcompletions;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.model.ChatRequest.Parameters;
import com.uru.chatbot.model.ChatRequest.Turn;
import com.uru.chatbot.model.Model;
import com.uru.chatbot.model.ModelApi;
import com.uru.chatbot.model.ModelCapabilities;
import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.openai.call.RequestParameter;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompletionRequestTest {
  private static final Parameters EVERYTHING = new Parameters(0.5, 200_000, "low");

  @Test
  void sendsAClassicModelItsSystemMessageAndTemperature() {
    JsonObject body = body("gpt-4", "Be brief.", EVERYTHING, Set.of());

    assertThat(body.getJsonArray("messages").toString())
        .isEqualTo(
            "[{\"role\":\"system\",\"content\":\"Be brief.\"},"
                + "{\"role\":\"user\",\"content\":\"One\"},"
                + "{\"role\":\"assistant\",\"content\":\"Two\"},"
                + "{\"role\":\"user\",\"content\":\"Three\"}]");
    assertThat(body.getJsonNumber("temperature").doubleValue()).isEqualTo(0.5);
    assertThat(body).doesNotContainKey("reasoning_effort");
  }

  @Test
  void sendsO1ADeveloperMessageAndItsEffortButNoTemperature() {
    JsonObject body = body("o1", "Be brief.", EVERYTHING, Set.of());

    assertThat(body.getJsonArray("messages").getJsonObject(0).getString("role"))
        .isEqualTo("developer");
    assertThat(body.getString("reasoning_effort")).isEqualTo("low");
    assertThat(body).doesNotContainKey("temperature");
  }

  @Test
  void foldsTheSystemPromptOfO1MiniIntoTheFirstUserTurn() {
    JsonObject body = body("o1-mini", "Be brief.", EVERYTHING, Set.of());

    assertThat(body.getJsonArray("messages").getJsonObject(0).toString())
        .isEqualTo("{\"role\":\"user\",\"content\":\"Be brief.\\n\\nOne\"}");
    assertThat(body.getJsonArray("messages")).hasSize(3);
    assertThat(body).doesNotContainKeys("temperature", "reasoning_effort");
  }

  @Test
  void sendsChangedInstructionsWhereTheyWereChanged() {
    assertThat(messages("o1"))
        .containsExactly(
            "developer: Be brief.",
            "user: One",
            "assistant: Two",
            "developer: Be long.",
            "user: Three");
    assertThat(messages("o1-mini"))
        .containsExactly("user: Be brief.\n\nOne", "assistant: Two", "user: Be long.\n\nThree");
  }

  @Test
  void neverAsksForMoreOutputThanTheModelCanGive() {
    assertThat(body("gpt-4o", null, EVERYTHING, Set.of()).getInt("max_completion_tokens"))
        .isEqualTo(16_384);
    assertThat(body("gpt-4o", null, EVERYTHING, Set.of())).doesNotContainKey("max_tokens");
  }

  @Test
  void leavesToTheModelWhatTheUserDidNotSet() {
    assertThat(body("gpt-4o", null, Parameters.DEFAULTS, Set.of()))
        .containsOnlyKeys("model", "messages", "stream", "stream_options");
  }

  @ParameterizedTest
  @EnumSource(RequestParameter.class)
  void leavesOutWhatTheModelRefused(RequestParameter parameter) {
    JsonObject classic = body("gpt-4o", "Be brief.", EVERYTHING, Set.of(parameter));
    JsonObject reasoning = body("o1", "Be brief.", EVERYTHING, Set.of(parameter));

    switch (parameter) {
      case TEMPERATURE -> assertThat(classic).doesNotContainKey("temperature");
      case MAX_OUTPUT_TOKENS -> assertThat(classic).doesNotContainKey("max_completion_tokens");
      case REASONING_EFFORT -> assertThat(reasoning).doesNotContainKey("reasoning_effort");
      case SYSTEM_MESSAGE -> assertThat(classic.getJsonArray("messages")).hasSize(3);
      case STREAM_OPTIONS -> assertThat(classic).doesNotContainKey("stream_options");
      case STREAM -> assertThat(classic).doesNotContainKeys("stream", "stream_options");
      case PROMPT_CACHE_KEY, SAFETY_IDENTIFIER, REASONING_SUMMARY, PROVIDER_ITEMS ->
          assertThat(classic).doesNotContainKeys("prompt_cache_key", "safety_identifier");
    }
  }

  @Test
  void asksAModelThatCannotStreamForTheWholeAnswer() {
    Model silent =
        new Model(
            "x",
            "X",
            "",
            1,
            1,
            1,
            new ModelCapabilities(true, true, true, true, true, false),
            List.of(),
            null,
            false,
            false,
            false,
            Set.of(ModelApi.CHAT),
            null,
            null,
            null,
            true);
    CompletionRequest request =
        new CompletionRequest(question(null, Parameters.DEFAULTS), silent, Set.of());

    assertThat(request.streams()).isFalse();
    assertThat(json(request)).containsOnlyKeys("model", "messages");
  }

  @Test
  void leavesOutAnswersThatNeverBegan() {
    ChatRequest question =
        new ChatRequest(
            "gpt-4o",
            List.of(Turn.user("a"), Turn.assistant(""), Turn.user("b \"\uD83D\uDE80\"\n")),
            Parameters.DEFAULTS);
    JsonObject body =
        json(
            new CompletionRequest(
                question, ModelCatalog.builtIn(Clock.systemUTC()).require("gpt-4o"), Set.of()));

    assertThat(body.getJsonArray("messages").getValuesAs(JsonObject.class))
        .extracting(message -> message.getString("content"))
        .containsExactly("a", "b \"\uD83D\uDE80\"\n");
  }

  private static JsonObject body(
      String model,
      @Nullable String systemPrompt,
      Parameters parameters,
      Set<RequestParameter> refused) {
    return json(
        new CompletionRequest(
            question(systemPrompt, parameters),
            ModelCatalog.builtIn(Clock.systemUTC()).require(model),
            refused));
  }

  private static ChatRequest question(@Nullable String systemPrompt, Parameters parameters) {
    return new ChatRequest(
        "x",
        List.of(Turn.user("One", systemPrompt), Turn.assistant("Two"), Turn.user("Three")),
        parameters);
  }

  private static List<String> messages(String model) {
    ChatRequest question =
        new ChatRequest(
            "x",
            List.of(
                Turn.user("One", "Be brief."),
                Turn.assistant("Two"),
                Turn.user("Three", "Be long.")),
            Parameters.DEFAULTS);
    return json(
            new CompletionRequest(
                question, ModelCatalog.builtIn(Clock.systemUTC()).require(model), Set.of()))
        .getJsonArray("messages")
        .getValuesAs(JsonObject.class)
        .stream()
        .map(message -> message.getString("role") + ": " + message.getString("content"))
        .toList();
  }

  private static JsonObject json(CompletionRequest request) {
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(request.body()))) {
      return reader.readObject();
    }
  }
}
