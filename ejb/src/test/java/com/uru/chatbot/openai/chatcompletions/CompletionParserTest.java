package com.uru.chatbot.openai.chatcompletions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.uru.chatbot.model.FinishReason;
import com.uru.chatbot.model.TokenUsage;
import com.uru.chatbot.openai.RecordedStream;
import com.uru.chatbot.openai.error.OpenAiError;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionParserTest {
  @Test
  void takesTheTextOfADelta() throws IOException {
    assertThat(parse(RecordedStream.delta("Hi \"you\"\n\uD83D\uDE80")).text())
        .isEqualTo("Hi \"you\"\n\uD83D\uDE80");
  }

  @ParameterizedTest
  @CsvSource({
    "stop,STOP",
    "length,LENGTH",
    "content_filter,CONTENT_FILTER",
    "tool_calls,TOOL_CALLS",
    "function_call,TOOL_CALLS",
    "STOP,STOP",
    "eos,OTHER",
    "error,OTHER",
    "insufficient_system_resource,OTHER"
  })
  void takesTheFinishReason(String wire, FinishReason reason) throws IOException {
    assertThat(parse(RecordedStream.finish(wire)).finishReason()).isEqualTo(reason);
  }

  @Test
  void takesTheUsage() throws IOException {
    assertThat(parse(RecordedStream.usage()).usage()).isEqualTo(new TokenUsage(19, 0, 0, 10, 4));
  }

  @Test
  void takesTheTokensOfThePromptCache() throws IOException {
    CompletionChunk chunk =
        CompletionParser.parse(
            """
            {"choices":[],"usage":{"prompt_tokens":1900,"completion_tokens":10,
            "prompt_tokens_details":{"cached_tokens":1024,"cache_write_tokens":128},
            "completion_tokens_details":{"reasoning_tokens":4}}}""");

    assertThat(chunk.usage()).isEqualTo(new TokenUsage(1900, 1024, 128, 10, 4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"reasoning_content", "reasoning"})
  void takesTheReasoningOfOtherServers(String member) throws IOException {
    CompletionChunk chunk =
        CompletionParser.parse(
            "{\"choices\":[{\"delta\":{\"" + member + "\":\"Hm\"},\"finish_reason\":\"\"}]}");

    assertThat(chunk).isEqualTo(new CompletionChunk("", "Hm", false, null, null, null));
  }

  @Test
  void takesTheTextOfAContentThatIsAListOfParts() throws IOException {
    CompletionChunk chunk =
        CompletionParser.parse(
            """
            {"choices":[{"delta":{"content":[7,{"type":"thinking","thinking":[{"type":"text",
            "text":"Hm"}]},{"type":"text","text":"Hel"},{"text":"lo","type":"text","new":[{}]},
            {"type":"image_url","image_url":{"url":"data:,"}}]}}]}""");

    assertThat(chunk).isEqualTo(new CompletionChunk("Hello", "Hm", false, null, null, null));
  }

  @Test
  void tellsARefusalFromAnAnswer() throws IOException {
    CompletionChunk chunk =
        CompletionParser.parse("{\"choices\":[{\"delta\":{\"refusal\":\"No\"}}]}");

    assertThat(chunk).isEqualTo(new CompletionChunk("No", "", true, null, null, null));
  }

  @Test
  void takesAWholeCompletion() throws IOException {
    CompletionChunk chunk =
        CompletionParser.parse(
            """
            {"object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant",
            "content":"Hello","refusal":null,"annotations":[]},"finish_reason":"stop"}]}""");

    assertThat(chunk)
        .isEqualTo(new CompletionChunk("Hello", "", false, FinishReason.STOP, null, null));
  }

  @Test
  void takesAnErrorWithoutItsMessage() throws IOException {
    CompletionChunk chunk =
        CompletionParser.parse(
            "{\"error\":{\"message\":\"sk-secret\",\"type\":\"server_error\",\"param\":null,\"code\":7}}");

    assertThat(chunk.error()).isEqualTo(OpenAiError.of(Map.of("type", "server_error")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"execute\":\"alert(1)\"}",
        "{\"choices\":null,\"usage\":null,\"error\":null}",
        "{\"choices\":{\"delta\":{\"content\":\"x\"}}}",
        "{\"choices\":[1,[2],{\"delta\":[{\"content\":\"x\"}]}]}",
        "{\"choices\":[{\"delta\":{\"content\":7,\"tool_calls\":[{\"a\":[{}]}]}}]}",
        "{\"choices\":[{\"finish_reason\":{\"content\":\"x\"}}],\"usage\":[]}"
      })
  void dropsWhatItDoesNotKnow(String json) throws IOException {
    assertThat(CompletionParser.parse(json))
        .isEqualTo(new CompletionChunk("", "", false, null, null, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "-5", "12345678901", "1.5", "\"19\"", "null"})
  void countsAbsurdNumbersAsZero(String number) throws IOException {
    assertThat(
            CompletionParser.parse(
                    "{\"usage\":{\"prompt_tokens\":" + number + ",\"completion_tokens\":3}}")
                .usage())
        .isEqualTo(new TokenUsage(0, 0, 0, 3, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "\"text\"",
        "null",
        "{",
        "{\"a\":}",
        "{} {}",
        "{}x",
        "<html>",
        "{\"a\" 1}"
      })
  void refusesWhatIsNotOneJsonObject(String text) {
    assertThatThrownBy(() -> CompletionParser.parse(text))
        .isInstanceOf(ProtocolException.class)
        .hasNoCause();
  }

  @Test
  void refusesEndlessNesting() {
    assertThatThrownBy(() -> CompletionParser.parse("{\"a\":".repeat(100_000)))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void survivesTenThousandMutatedChunks() {
    Random random = new Random(20261123);
    byte[] original = RecordedStream.of("Hello \uD83D\uDE80").getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 10_000; round++) {
      byte[] mutated = original.clone();
      for (int i = 0; i <= random.nextInt(8); i++) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      }
      String text = new String(mutated, StandardCharsets.UTF_8);
      for (String event : text.split("\n\n", -1)) {
        try {
          CompletionParser.parse(event.replaceFirst("^data: ", ""));
        } catch (IOException e) {
          assertThat(e).isInstanceOf(ProtocolException.class);
        }
      }
    }
  }

  private static CompletionChunk parse(String event) throws IOException {
    return CompletionParser.parse(event.substring("data: ".length()));
  }
}
