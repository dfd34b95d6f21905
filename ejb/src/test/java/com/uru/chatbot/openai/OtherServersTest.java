package com.uru.chatbot.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.model.ChatModelEvent;
import com.uru.chatbot.model.ChatModelEvent.Finished;
import com.uru.chatbot.model.ChatModelEvent.TextDelta;
import com.uru.chatbot.model.ChatModelEvent.Used;
import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.model.FinishReason;
import com.uru.chatbot.model.TokenUsage;
import com.uru.chatbot.openai.upstream.OpenAiSettings;
import com.uru.chatbot.openai.upstream.UpstreamFixtures;
import com.uru.chatbot.providerkey.ProviderKey;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams of Chat Completions as other servers than OpenAI's document them. */
@Timeout(60)
class OtherServersTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private ScriptedUpstream upstream;

  @BeforeEach
  void start() throws IOException {
    upstream = new ScriptedUpstream();
  }

  @AfterEach
  void stop() throws IOException {
    upstream.close();
  }

  @Test
  void azureOpenAiAnnotatesThePromptBeforeTheText() {
    List<ChatModelEvent> events =
        ask(
            """
            {"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0,"content_filter_results":{"hate":{"filtered":false,"severity":"safe"},"jailbreak":{"filtered":false,"detected":false}}}]}
            {"choices":[{"content_filter_results":{},"delta":{"content":"","refusal":null,"role":"assistant"},"finish_reason":null,"index":0,"logprobs":null}],"created":1764362000,"id":"chatcmpl-1","model":"gpt-4o-2024-11-20","object":"chat.completion.chunk","system_fingerprint":"fp_1"}
            {"choices":[{"content_filter_results":{"hate":{"filtered":false,"severity":"safe"}},"delta":{"content":"Hello"},"finish_reason":null,"index":0,"logprobs":null}],"created":1764362000,"id":"chatcmpl-1","model":"gpt-4o-2024-11-20","object":"chat.completion.chunk"}
            {"choices":[{"content_filter_results":{},"delta":{},"finish_reason":"stop","index":0,"logprobs":null}],"created":1764362000,"id":"chatcmpl-1","model":"gpt-4o-2024-11-20","object":"chat.completion.chunk"}
            {"choices":[],"created":1764362000,"id":"chatcmpl-1","model":"gpt-4o-2024-11-20","object":"chat.completion.chunk","usage":{"completion_tokens":1,"prompt_tokens":9,"total_tokens":10}}
            """);

    assertThat(text(events)).isEqualTo("Hello");
    assertThat(events)
        .endsWith(new Finished(FinishReason.STOP), new Used(new TokenUsage(9, 0, 0, 1, 0)));
  }

  @Test
  void azureOpenAiAnnotatesTextAfterwardsWithItsAsynchronousFilter() {
    List<ChatModelEvent> events =
        ask(
            """
            {"id":"","object":"","created":0,"model":"","prompt_filter_results":[{"prompt_index":0,"content_filter_results":{}}],"choices":[],"usage":null}
            {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1764362000,"model":"gpt-4o","choices":[{"index":0,"finish_reason":null,"delta":{"content":"Color"}}],"usage":null}
            {"id":"","object":"","created":0,"model":"","choices":[{"index":0,"finish_reason":null,"content_filter_results":{"hate":{"filtered":false,"severity":"safe"}},"content_filter_offsets":{"check_offset":44,"start_offset":44,"end_offset":198}}],"usage":null}
            {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1764362000,"model":"gpt-4o","choices":[{"index":0,"finish_reason":null,"delta":{"content":" is"}}],"usage":null}
            {"id":"","object":"","created":0,"model":"","choices":[{"index":0,"finish_reason":"content_filter","content_filter_results":{"protected_material_text":{"detected":true,"filtered":true}},"content_filter_offsets":{"check_offset":65,"start_offset":65,"end_offset":1056}}],"usage":null}
            """);

    assertThat(text(events)).isEqualTo("Color is");
    assertThat(events).contains(new Finished(FinishReason.CONTENT_FILTER));
  }

  @Test
  void vllmThinksInAFieldOfItsOwn() {
    List<ChatModelEvent> events =
        ask(
            """
            {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1764362000,"model":"Qwen/Qwen3-8B","choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}],"prompt_token_ids":null}
            {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1764362000,"model":"Qwen/Qwen3-8B","choices":[{"index":0,"delta":{"reasoning_content":"The user greets"},"logprobs":null,"finish_reason":null,"token_ids":null}]}
            {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1764362000,"model":"Qwen/Qwen3-8B","choices":[{"index":0,"delta":{"reasoning":" me."},"logprobs":null,"finish_reason":null,"token_ids":null}]}
            {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1764362000,"model":"Qwen/Qwen3-8B","choices":[{"index":0,"delta":{"content":"Hello"},"logprobs":null,"finish_reason":null,"token_ids":null}]}
            {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1764362000,"model":"Qwen/Qwen3-8B","choices":[{"index":0,"delta":{"content":""},"logprobs":null,"finish_reason":"stop","stop_reason":null,"token_ids":null}]}
            {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1764362000,"model":"Qwen/Qwen3-8B","choices":[],"usage":{"prompt_tokens":9,"total_tokens":21,"completion_tokens":12,"prompt_tokens_details":null}}
            """);

    assertThat(text(events)).isEqualTo("Hello");
    assertThat(events)
        .contains(new Finished(FinishReason.STOP), new Used(new TokenUsage(9, 0, 0, 12, 0)));
  }

  @Test
  void liteLlmReportsItsPriceInTheUsageWithAnEmptyChoice() {
    List<ChatModelEvent> events =
        ask(
            """
            {"id":"chatcmpl-1","created":1764362000,"model":"gpt-4o","object":"chat.completion.chunk","system_fingerprint":"fp_1","choices":[{"index":0,"delta":{"provider_specific_fields":null,"content":"Hello","role":"assistant"}}],"citations":null}
            {"id":"chatcmpl-1","created":1764362000,"model":"gpt-4o","object":"chat.completion.chunk","choices":[{"finish_reason":"stop","index":0,"delta":{}}]}
            {"id":"chatcmpl-1","created":1764362000,"model":"gpt-4o","object":"chat.completion.chunk","choices":[{"index":0,"delta":{}}],"usage":{"completion_tokens":1,"prompt_tokens":9,"total_tokens":10,"cost":3.25e-05,"prompt_tokens_details":null}}
            """);

    assertThat(text(events)).isEqualTo("Hello");
    assertThat(events)
        .endsWith(new Finished(FinishReason.STOP), new Used(new TokenUsage(9, 0, 0, 1, 0)));
  }

  @Test
  void ollamaThinksInAFieldOfItsOwn() {
    List<ChatModelEvent> events =
        ask(
            """
            {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1764362000,"model":"qwen3","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning":"The user greets me."},"finish_reason":null}]}
            {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1764362000,"model":"qwen3","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":"Hello"},"finish_reason":null}]}
            {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1764362000,"model":"qwen3","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":"length"}]}
            {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1764362000,"model":"qwen3","system_fingerprint":"fp_ollama","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":12,"total_tokens":21}}
            """);

    assertThat(text(events)).isEqualTo("Hello");
    assertThat(events)
        .contains(new Finished(FinishReason.LENGTH), new Used(new TokenUsage(9, 0, 0, 12, 0)));
  }

  @Test
  void portkeyWritesItsProviderIntoEachChunk() {
    List<ChatModelEvent> events =
        ask(
            """
            {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1764362000,"model":"gpt-4o","provider":"openai","choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}]}
            {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1764362000,"model":"gpt-4o","provider":"openai","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}
            """);

    assertThat(text(events)).isEqualTo("Hello");
    assertThat(events).endsWith(new Finished(FinishReason.STOP));
  }

  private List<ChatModelEvent> ask(String chunks) {
    upstream.answers(
        connection ->
            connection.sendResponse("200 OK\r\nContent-Type: text/event-stream", events(chunks)));
    OpenAiSettings settings = new OpenAiSettings(upstream.baseUrl(), LONG, LONG, LONG, LONG);
    ChatRequest request =
        new ChatRequest(
            "gpt-4o", List.of(ChatRequest.Turn.user("Hi")), ChatRequest.Parameters.DEFAULTS);
    List<ChatModelEvent> events = new ArrayList<>();
    try (ConnectedModel connected =
        new ConnectedModel(settings, UpstreamFixtures.access(), UpstreamFixtures.hosts(settings))) {
      ProviderKey key = new ProviderKey("0123456789abcdef".toCharArray());
      StreamedAnswer.toEnd(connected.model().prepare(request, key), events::add);
    }
    return events;
  }

  private static String events(String chunks) {
    return chunks
        .lines()
        .map(chunk -> "data: " + chunk + "\n\n")
        .collect(Collectors.joining("", "", "data: [DONE]\n\n"));
  }

  private static String text(List<ChatModelEvent> events) {
    return events.stream()
        .filter(TextDelta.class::isInstance)
        .map(event -> ((TextDelta) event).text())
        .collect(Collectors.joining());
  }
}
