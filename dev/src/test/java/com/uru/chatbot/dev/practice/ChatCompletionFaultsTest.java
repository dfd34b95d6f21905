package com.uru.chatbot.dev.practice;

import static com.uru.chatbot.dev.practice.PracticeClient.chat;
import static com.uru.chatbot.dev.practice.PracticeClient.events;
import static com.uru.chatbot.dev.practice.PracticeClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
@SuppressWarnings("NullAway.Init")
class ChatCompletionFaultsTest {
  private static PracticeUpstream upstream;
  private static PracticeClient client;

  @BeforeAll
  static void start() {
    upstream = PracticeUpstream.start(0, Duration.ZERO);
    client = new PracticeClient(upstream.url());
  }

  @AfterAll
  static void stop() {
    upstream.close();
  }

  @ParameterizedTest
  @CsvSource({
    "refusal, stop",
    "tool-call, tool_calls",
    "empty-answer, stop",
    "max-messages, max_messages"
  })
  void endsWithTheReason(String fault, String reason) throws Exception {
    HttpResponse<String> response = stream(fault);

    List<JsonObject> events = events(response);
    JsonObject choice = choice(events.get(events.size() - 1));
    assertThat(choice.getString("finish_reason")).isEqualTo(reason);
    assertThat(response.body()).endsWith("data: [DONE]\n\n");
  }

  @Test
  void refusesInAMemberOfItsOwn() throws Exception {
    List<JsonObject> events = events(stream("refusal"));

    assertThat(text(events, "refusal")).startsWith("I'm sorry");
    assertThat(text(events, "content")).isEmpty();
    JsonObject message =
        choice(
                json(
                    client.post(
                        "/v1/chat/completions", "sk-practice-refusal", chat("gpt-4o", "Hi"))))
            .getJsonObject("message");
    assertThat(message.isNull("content")).isTrue();
    assertThat(message.getString("refusal")).startsWith("I'm sorry");
  }

  @Test
  void callsAFunctionThatWasNotOffered() throws Exception {
    List<JsonObject> events = events(stream("tool-call"));

    assertThat(events)
        .anyMatch(event -> choice(event).getJsonObject("delta").containsKey("tool_calls"));
    assertThat(text(events, "content")).isEmpty();
  }

  @Test
  void startsWithItsThoughts() throws Exception {
    assertThat(text(events(stream("think-tags")), "content"))
        .startsWith("<think>\n")
        .contains("\n</think>\n\n## A practice answer");
  }

  @Test
  void sendsEventsAndMembersThatNobodyKnows() throws Exception {
    String body = stream("unknown-events").body();

    assertThat(body).contains("event: hologram\n", ": keep-alive\n", "\"hologram\":[3]");
  }

  @Test
  void sendsAFlatError() throws Exception {
    HttpResponse<String> response = stream("flat-error");

    List<JsonObject> events = events(response);
    assertThat(response.body()).contains("event: error\n").doesNotContain("[DONE]");
    assertThat(events.get(events.size() - 1).getString("code")).isEqualTo("rate_limit_exceeded");
  }

  private static HttpResponse<String> stream(String fault) throws Exception {
    return client.post(
        "/v1/chat/completions",
        "sk-practice-" + fault,
        chat("gpt-4o", "Hello").add("stream", true));
  }

  private static String text(List<JsonObject> events, String member) {
    return events.stream()
        .map(event -> choice(event).getJsonObject("delta"))
        .filter(delta -> delta.containsKey(member) && !delta.isNull(member))
        .map(delta -> delta.getString(member))
        .collect(Collectors.joining());
  }

  private static JsonObject choice(JsonObject event) {
    return event.getJsonArray("choices").getJsonObject(0);
  }
}
