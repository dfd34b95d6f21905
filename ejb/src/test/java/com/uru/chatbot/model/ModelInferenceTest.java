package com.uru.chatbot.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the ids of models that nobody has described say about them. */
class ModelInferenceTest {
  private static final List<String> LOW_TO_MAX = List.of("low", "medium", "high", "xhigh", "max");
  private static final List<String> NONE_TO_MAX =
      List.of("none", "low", "medium", "high", "xhigh", "max");

  private final KnownModels known = new KnownModelsReader().read();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt-6.3-sol",
        "gpt-6.3-astra",
        "gpt-6.4-sol",
        "gpt-6.9-astra-2027-03-01",
        "gpt-6.10-sol",
        "gpt-6.2-nova",
        "gpt-6.3",
        "gpt-6-mini",
        "gpt-7",
        "gpt-7-sol",
        "gpt-7-astra",
        "gpt-7.1",
        "gpt-7.1-nova",
        "gpt-7-2027-06-01",
        "gpt-8",
        "gpt-8.5-sol-preview",
        "gpt-10",
        "gpt-12.3-x",
        "openai/gpt-7-sol",
        "azure/prod/gpt-6.3-sol",
        "GPT-7-SOL",
        "ft:gpt-7-sol:acme::a1b2",
        "gpt-6.2-astra-law",
        "gpt-7-sol-😀"
      })
  void givesAFutureGenerationTheTraitsOfGpt6(String id) {
    Model model = infer(id);

    assertThat(model.efforts()).isEqualTo(LOW_TO_MAX);
    assertThat(model.defaultEffort()).isEqualTo("medium");
    assertThat(model.capabilities())
        .isEqualTo(new ModelCapabilities(true, false, true, true, true, true));
    assertThat(model.contextWindow()).isEqualTo(1_050_000);
    assertThat(model.maxInputTokens()).isEqualTo(922_000);
    assertThat(model.apis()).containsExactlyInAnyOrder(ModelApi.RESPONSES, ModelApi.CHAT);
    assertThat(model.acceptsTemperature(null)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt-6.1-luna",
        "gpt-6.3-luna",
        "gpt-6.3-terra",
        "gpt-7-luna",
        "gpt-7.2-terra-2027-08-01",
        "openai/gpt-8-luna"
      })
  void letsTheSmallTiersOfAFutureGenerationAnswerWithoutReasoning(String id) {
    assertThat(infer(id).efforts()).isEqualTo(NONE_TO_MAX);
    assertThat(infer(id).acceptsTemperature("none")).isTrue();
    assertThat(infer(id).acceptsTemperature("low")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"gpt-6.3-pro, 1050000", "gpt-7-pro-2027-01-01, 1050000", "gpt-5.3-pro, 400000"})
  void asksProModelsThroughResponsesOnly(String id, int contextWindow) {
    assertThat(infer(id).apis()).isEqualTo(Set.of(ModelApi.RESPONSES));
    assertThat(infer(id).contextWindow()).isEqualTo(contextWindow);
    assertThat(infer(id).efforts()).doesNotContain("none", "low");
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-5.7-sol, none, medium",
    "gpt-5.6-nova, none, medium",
    "gpt-5.5-x, none, medium",
    "gpt-5.4-x, none, none",
    "gpt-5.3, none, none",
    "gpt-5.1-x, none, none",
    "gpt-5-x, minimal, medium",
    "gpt-5.3-chat-latest, medium, medium",
    "gpt-6-codex, low, medium",
    "o5, low, medium",
    "o4-mini-high, low, medium",
    "gpt-oss-120b, low, medium",
  })
  void knowsTheEffortsOfEveryGeneration(String id, String smallest, String byDefault) {
    assertThat(infer(id).efforts()).startsWith(smallest);
    assertThat(infer(id).defaultEffort()).isEqualTo(byDefault);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "llama-3.3-70b-instruct",
        "meta-llama/Llama-4",
        "mistral-large",
        "qwen3:32b",
        "gpt2",
        "gpt-",
        "gpt-x",
        "gpt-20250101",
        "my model",
        "😀",
        "-",
        "ft:",
        "a/",
        "GPT"
      })
  void expectsLittleOfModelsOfOthers(String id) {
    Model model = infer(id);

    assertThat(model.efforts()).isEmpty();
    assertThat(model.capabilities())
        .isEqualTo(new ModelCapabilities(true, true, false, false, false, true));
    assertThat(model.webSearch() || model.files() || model.tools()).isFalse();
  }

  @Test
  void claimsNothingThatNoNameTells() {
    Model model = infer("gpt-7-sol");

    assertThat(model.id()).isEqualTo("gpt-7-sol");
    assertThat(model.label()).isEqualTo("gpt-7-sol");
    assertThat(model.known()).isFalse();
    assertThat(model.price()).isNull();
    assertThat(model.shutdownDate()).isNull();
    assertThat(model.successor()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text-embedding-3-small",
        "gpt-image-2.5-sunburst",
        "chatgpt-image-latest",
        "dall-e-3",
        "gpt-4o-audio-preview",
        "gpt-audio-1.5",
        "gpt-4o-mini-tts",
        "tts-1-hd",
        "whisper-1",
        "gpt-realtime-2.1",
        "gpt-4o-transcribe",
        "gpt-live-1",
        "omni-moderation-latest",
        "sora-2",
        "openai/sora-2-pro",
        "computer-use-preview",
        "o3-deep-research",
        "babbage-002",
        "gpt-3.5-turbo-instruct",
        "Text-Embedding-4",
        "nomic-embed-text"
      })
  void knowsWhatCannotChat(String id) {
    assertThat(known.canChat(id)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt-6.2-sol",
        "gpt-7",
        "o3",
        "chat-latest",
        "gpt-5.3-codex",
        "llama-3.3-70b-instruct",
        "ft:gpt-4o-mini-2024-07-18:acme::a1b2",
        "gpt-5-search-api",
        "😀"
      })
  void takesEverythingElseForAChatModel(String id) {
    assertThat(known.canChat(id)).isTrue();
  }

  private Model infer(String id) {
    Model model = known.find(id).model();
    assertThat(model.known()).isFalse();
    return model;
  }
}
