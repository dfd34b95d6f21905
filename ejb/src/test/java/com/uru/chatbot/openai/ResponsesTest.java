package com.uru.chatbot.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.uru.chatbot.model.ChatModelCall;
import com.uru.chatbot.model.ChatModelEvent;
import com.uru.chatbot.model.ChatModelEvent.Finished;
import com.uru.chatbot.model.ChatModelEvent.ProviderItems;
import com.uru.chatbot.model.ChatModelEvent.ReasoningDelta;
import com.uru.chatbot.model.ChatModelEvent.TextDelta;
import com.uru.chatbot.model.ChatModelEvent.Used;
import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.model.ChatRequest.Turn;
import com.uru.chatbot.model.FinishReason;
import com.uru.chatbot.model.TokenUsage;
import com.uru.chatbot.openai.ScriptedUpstream.Connection;
import com.uru.chatbot.providerkey.ProviderKey;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers through the Responses API, over the wire. */
@Timeout(60)
class ResponsesTest {
  private static final String MODEL = "gpt-6.2-sol";
  private static final TokenUsage USAGE = new TokenUsage(1900, 1024, 128, 10, 4);

  private ScriptedUpstream upstream;
  private ConnectedModel connected;

  @BeforeEach
  void start() throws IOException {
    upstream = new ScriptedUpstream();
    connected = ConnectedModel.of(upstream);
  }

  @AfterEach
  void stop() throws IOException {
    connected.close();
    upstream.close();
  }

  @Test
  void streamsTextThenUsageAndReason() {
    answer(RecordedResponse.of("Hel", "lo \uD83D\uDE80"));

    assertThat(ask())
        .containsExactly(
            new TextDelta("Hel"),
            new TextDelta("lo \uD83D\uDE80"),
            new Finished(FinishReason.STOP),
            new Used(USAGE));
  }

  @Test
  void sendsADeveloperMessageAndStoresNothingAtTheProvider() {
    answer(RecordedResponse.of("x"));

    events(
        new ChatRequest(
            MODEL,
            List.of(Turn.user("Hi", "Be brief.")),
            new ChatRequest.Parameters(null, 100, "low"),
            new ChatRequest.Origin("conversation-hash", "user-hash")));

    ScriptedUpstream.Request request = upstream.requests().get(0);
    assertThat(request.head()).startsWith("POST /v1/responses HTTP/1.1\r\n");
    assertThat(request.body())
        .isEqualTo(
            "{\"model\":\"gpt-6.2-sol\",\"store\":false,\"input\":["
                + "{\"role\":\"developer\",\"content\":\"Be brief.\"},"
                + "{\"role\":\"user\",\"content\":\"Hi\"}],\"max_output_tokens\":100,"
                + "\"reasoning\":{\"effort\":\"low\",\"summary\":\"auto\"},"
                + "\"prompt_cache_key\":\"conversation-hash\",\"safety_identifier\":\"user-hash\","
                + "\"stream\":true,\"stream_options\":{\"include_obfuscation\":false}}");
  }

  @Test
  void passesReasoningSummariesAndCommentaryOnApartFromTheAnswer() {
    answer(
        new RecordedResponse()
            .created()
            .summaryPartAdded(0)
            .summaryDelta("First.")
            .summaryPartAdded(1)
            .summaryDelta("Second.")
            .reasoningDone(0)
            .messageAdded(1, "commentary")
            .textDelta(1, "I look at it.")
            .messageDone(1, "commentary", "I look at it.")
            .messageAdded(2, "final_answer")
            .textDelta(2, "Answer")
            .messageDone(2, "final_answer", "Answer")
            .completed());

    List<ChatModelEvent> events = ask();

    assertThat(reasoning(events)).isEqualTo("First.\n\nSecond.\n\nI look at it.");
    assertThat(text(events)).isEqualTo("Answer");
  }

  @Test
  void separatesSeveralMessagesOfTheAnswer() {
    answer(
        new RecordedResponse()
            .messageAdded(0, null)
            .textDelta(0, "One")
            .messageAdded(1, null)
            .textDelta(1, "Two")
            .completed());

    assertThat(text(ask())).isEqualTo("One\n\nTwo");
  }

  @Test
  void sendsEncryptedReasoningBackUnchanged() {
    answer(
        new RecordedResponse()
            .created()
            .reasoningDone(0)
            .messageAdded(1, "final_answer")
            .textDelta(1, "Answer")
            .messageDone(1, "final_answer", "Answer")
            .completed());
    String items = providerItems(ask());

    events(request(MODEL, Turn.user("Hi"), Turn.assistant("Answer", items), Turn.user("More")));

    assertThat(lastBody())
        .contains(
            "{\"role\":\"user\",\"content\":\"Hi\"},"
                + RecordedResponse.reasoningItem()
                + ",{\"id\":\"msg_1\",\"type\":\"message\",\"status\":\"completed\","
                + "\"phase\":\"final_answer\"")
        .doesNotContain("\"role\":\"assistant\",\"content\":\"Answer\"");
  }

  @Test
  void sendsTheTextAloneToAnotherModelThanTheOneThatReasoned() {
    answer(new RecordedResponse().created().reasoningDone(0).textDelta(1, "Answer").completed());
    String items = providerItems(ask());

    events(
        request("gpt-6-luna", Turn.user("Hi"), Turn.assistant("Answer", items), Turn.user("More")));

    assertThat(lastBody())
        .contains("{\"role\":\"assistant\",\"content\":\"Answer\"}")
        .doesNotContain(RecordedResponse.ENCRYPTED);
  }

  @Test
  void sendsTheTextAloneWhenTheProviderCannotReadItsReasoningAnyMore() {
    upstream.answersInTurn(
        connection ->
            connection.sendResponse(
                "400 Bad Request\r\nContent-Type: application/json",
                "{\"error\":{\"message\":\"The encrypted content could not be verified.\","
                    + "\"type\":\"invalid_request_error\",\"param\":null,"
                    + "\"code\":\"invalid_encrypted_content\"}}"),
        connection -> send(connection, RecordedResponse.of("x")));
    String items =
        "{\"model\":\"" + MODEL + "\",\"items\":[" + RecordedResponse.reasoningItem() + "]}";

    List<ChatModelEvent> events =
        events(request(MODEL, Turn.user("Hi"), Turn.assistant("Answer", items), Turn.user("More")));

    assertThat(text(events)).isEqualTo("x");
    assertThat(lastBody()).doesNotContain(RecordedResponse.ENCRYPTED);
  }

  @Test
  void keepsNoItemsOfAnAnswerThatIsIncomplete() {
    answer(new RecordedResponse().reasoningDone(0).textDelta(1, "A").incomplete("content_filter"));

    assertThat(ask()).noneMatch(ProviderItems.class::isInstance);
  }

  @ParameterizedTest
  @CsvSource({
    "max_output_tokens,LENGTH",
    "content_filter,CONTENT_FILTER",
    "max_messages,OTHER",
    "steered,OTHER",
    "something_new,OTHER"
  })
  void tellsWhyAnAnswerIsIncomplete(String reason, FinishReason expected) {
    answer(new RecordedResponse().textDelta(0, "A").incomplete(reason));

    assertThat(ask()).containsExactly(new TextDelta("A"), new Finished(expected), new Used(USAGE));
  }

  @Test
  void tellsARefusalFromAnAnswer() {
    answer(new RecordedResponse().refusalDelta("I cannot help.").completed());

    assertThat(ask())
        .containsExactly(
            new TextDelta("I cannot help."), new Finished(FinishReason.REFUSAL), new Used(USAGE));
  }

  @Test
  void tellsAToolCallThatWasNotAskedFor() {
    answer(new RecordedResponse().functionCall().completed());

    assertThat(ask()).containsExactly(new Finished(FinishReason.TOOL_CALLS), new Used(USAGE));
  }

  @Test
  void readsGatewaysThatLeaveEventLinesOutAndAddDone() {
    answer(
        new RecordedResponse()
            .withoutEventLines()
            .created()
            .messageAdded(0, null)
            .textDelta(0, "Hello")
            .completed()
            .raw("data: [DONE]\n\n"));

    assertThat(ask())
        .containsExactly(new TextDelta("Hello"), new Finished(FinishReason.STOP), new Used(USAGE));
  }

  @Test
  void skipsUnknownEventsAndMembers() {
    answer(
        new RecordedResponse()
            .event("response.telepathy.delta", "\"delta\":\"evil\"")
            .event("keepalive", "")
            .event("response.web_search_call.searching", "\"item_id\":\"ws_1\"")
            .event("response.output_text.delta", "\"output_index\":0,\"delta\":{\"text\":\"evil\"}")
            .event("response.output_text.delta", "\"new\":[{\"a\":[1]}],\"delta\":\"good\"")
            .completed());

    assertThat(text(ask())).isEqualTo("good");
  }

  @Test
  void endsWithoutAFinishReasonWhenTheStreamEndsEarly() {
    answer(new RecordedResponse().created().textDelta(0, "A"));

    assertThat(ask()).containsExactly(new TextDelta("A"));
  }

  @Test
  void losesNothingWhereverACloseCutsTheStream() {
    byte[] stream = RecordedResponse.of("Grü", "ße \uD83D\uDE80").getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length <= stream.length; length += 3) {
      byte[] cut = Arrays.copyOf(stream, length);
      upstream.answers(
          connection -> {
            connection.send(RecordedStream.HEADERS + "Connection: close\r\n\r\n");
            connection.send(cut);
          });

      List<ChatModelEvent> events = ask();

      assertThat("Grüße \uD83D\uDE80").startsWith(text(events));
      assertThat(events.contains(new Finished(FinishReason.STOP)))
          .isEqualTo(length >= stream.length - "\n\n".length());
    }
  }

  @Test
  void survivesMutatedStreams() {
    Random random = new Random(20261128);
    byte[] original = RecordedResponse.of("Hello").getBytes(StandardCharsets.UTF_8);
    for (int round = 0; round < 300; round++) {
      byte[] mutated = original.clone();
      for (int i = 0; i <= random.nextInt(8); i++) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      }
      upstream.answers(
          connection -> {
            connection.send(RecordedStream.HEADERS + "Connection: close\r\n\r\n");
            connection.send(mutated);
          });

      DomainException problem = catchThrowableOfType(DomainException.class, this::ask);

      assertThat(problem == null || problem.code().status() >= 400).isTrue();
    }
  }

  @Test
  void readsAnAnswerThatComesInOnePiece() {
    upstream.answers(
        connection ->
            connection.sendResponse(
                "200 OK\r\nContent-Type: application/json",
                """
                {"id":"resp_1","object":"response","status":"completed","error":null,"output":[
                {"type":"reasoning","summary":[{"type":"summary_text","text":"Thought"}]},
                {"type":"message","role":"assistant","content":[
                {"type":"output_text","text":"Hello","annotations":[]}]}],
                "usage":{"input_tokens":5,"output_tokens":2}}"""));

    assertThat(ask())
        .containsExactly(
            new ReasoningDelta("Thought"),
            new TextDelta("Hello"),
            new Finished(FinishReason.STOP),
            new Used(new TokenUsage(5, 0, 0, 2, 0)));
  }

  @ParameterizedTest
  @CsvSource({
    "server_error,PROVIDER_UNAVAILABLE",
    "rate_limit_exceeded,PROVIDER_RATE_LIMITED",
    "invalid_prompt,CONTENT_REFUSED"
  })
  void tellsWhyAResponseHasFailed(String code, ProblemCode expected) {
    answer(new RecordedResponse().created().failed(code));

    assertThat(problem().code()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event: error\ndata: {\"type\":\"error\",\"code\":\"rate_limit_exceeded\",\"message\":\"m\",\"param\":null,\"sequence_number\":3}\n\n",
        "event: error\ndata: {\"code\":\"rate_limit_exceeded\",\"message\":\"m\"}\n\n",
        "event: error\ndata: {\"type\":\"error\",\"error\":{\"code\":\"rate_limit_exceeded\"}}\n\n",
        "data: {\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"m\"}}\n\n"
      })
  void readsFlatAndNestedErrors(String event) {
    answer(new RecordedResponse().created().raw(event));

    assertThat(problem().code()).isEqualTo(ProblemCode.PROVIDER_RATE_LIMITED);
  }

  @Test
  void asksThroughChatCompletionsWhereTheUpstreamHasNoResponses() {
    upstream.answers(ResponsesTest::answerChatOnly);

    assertThat(text(ask())).isEqualTo("chat");
    assertThat(text(ask())).isEqualTo("chat");

    assertThat(upstream.requests())
        .extracting(request -> request.head().split(" ", 3)[1])
        .containsExactly("/v1/responses", "/v1/chat/completions", "/v1/chat/completions");
  }

  @Test
  void asksThroughChatCompletionsForAModelThatOnlyThatApiServes() {
    upstream.answers(
        connection -> {
          if (!connection.request().head().startsWith("POST /v1/responses")) {
            sendChat(connection);
          } else if (connection.request().body().contains("gpt-6-luna")) {
            connection.sendResponse(
                "400 Bad Request\r\nContent-Type: application/json",
                "{\"error\":{\"message\":\"The requested model 'gpt-6-luna' is not supported with"
                    + " the Responses API.\",\"type\":\"invalid_request_error\",\"param\":\"model\","
                    + "\"code\":null}}");
          } else {
            send(connection, RecordedResponse.of("responses"));
          }
        });

    assertThat(text(events(request("gpt-6-luna", Turn.user("Hi"))))).isEqualTo("chat");
    assertThat(text(ask())).isEqualTo("responses");
    assertThat(text(events(request("gpt-6-luna", Turn.user("Hi"))))).isEqualTo("chat");
    assertThat(upstream.requests()).hasSize(4);
  }

  @Test
  void tellsTheRefusalOfAnUpstreamThatHasNeitherApi() {
    upstream.answers(
        connection ->
            connection.sendResponse(
                "404 Not Found\r\nContent-Type: text/html", "<html>404</html>"));

    assertThat(problem().code()).isEqualTo(ProblemCode.VALIDATION_FAILED);
    assertThat(upstream.requests()).hasSize(2);
  }

  @Test
  void findsResponsesAgainWhenChatCompletionsIsGone() {
    upstream.answers(ResponsesTest::answerChatOnly);
    ask();

    upstream.answers(
        connection -> {
          if (connection.request().head().startsWith("POST /v1/responses")) {
            send(connection, RecordedResponse.of("responses"));
          } else {
            connection.sendResponse("404 Not Found", "");
          }
        });

    assertThat(text(ask())).isEqualTo("responses");
  }

  @Test
  void asksThroughResponsesOnlyIfToldSo() {
    upstream.answers(ResponsesTest::answerChatOnly);

    try (ConnectedModel responsesOnly = ConnectedModel.of(upstream, "responses")) {
      assertThat(
              catchThrowableOfType(
                      DomainException.class,
                      () -> events(responsesOnly, request(MODEL, Turn.user("Hi"))))
                  .code())
          .isEqualTo(ProblemCode.VALIDATION_FAILED);
    }
    assertThat(upstream.requests())
        .extracting(request -> request.head().split(" ", 3)[1])
        .containsExactly("/v1/responses");
  }

  @Test
  void tellsHowLongAContextIsThatDoesNotFit() {
    upstream.answersInTurn(
        ResponsesTest::refuseAsTooLong,
        connection ->
            connection.sendResponse(
                "200 OK\r\nContent-Type: application/json",
                "{\"object\":\"response.input_tokens\",\"input_tokens\":1000001}"));

    DomainException refusal = problem();

    assertThat(refusal.code()).isEqualTo(ProblemCode.CONTEXT_LENGTH_EXCEEDED);
    assertThat(refusal.members())
        .isEqualTo(Map.of("contextWindow", 922_000, "promptTokens", 1_000_001));
    ScriptedUpstream.Request count = upstream.requests().get(1);
    assertThat(count.head())
        .startsWith("POST /v1/responses/input_tokens HTTP/1.1\r\n")
        .contains("Authorization: Bearer sk-test\r\n");
    assertThat(count.body())
        .isEqualTo(
            "{\"model\":\"gpt-6.2-sol\",\"input\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "404 Not Found|{\"error\":{\"message\":\"Invalid URL\"}}",
        "500 Internal Server Error|",
        "200 OK|<html>",
        "200 OK|{\"input_tokens\":\"many\"}",
        "200 OK|{\"input_tokens\":1e40}",
        "302 Found\r\nLocation: http://127.0.0.1:9/|"
      })
  void estimatesHowLongAContextIsWhereTheUpstreamDoesNotTell(String answer) {
    String[] statusAndBody = answer.split("\\|", 2);
    upstream.answersInTurn(
        ResponsesTest::refuseAsTooLong,
        connection -> connection.sendResponse(statusAndBody[0], statusAndBody[1]));

    assertThat(problem().members()).isEqualTo(Map.of("contextWindow", 922_000, "promptTokens", 1));
    assertThat(upstream.requests()).hasSize(2);
  }

  @Test
  void isStoppedWhileTheProviderCounts() {
    CompletableFuture<ChatModelCall> asked = new CompletableFuture<>();
    upstream.answersInTurn(
        ResponsesTest::refuseAsTooLong,
        connection -> {
          asked.join().cancel();
          connection.awaitClientGone();
        });
    ChatModelCall call =
        connected
            .model()
            .prepare(request(MODEL, Turn.user("Hi")), new ProviderKey("sk-test".toCharArray()));
    asked.complete(call);

    assertThatCode(() -> StreamedAnswer.toEnd(call, event -> {})).doesNotThrowAnyException();
    assertThat(upstream.requests()).hasSize(2);
  }

  private static void refuseAsTooLong(Connection connection) throws IOException {
    connection.sendResponse(
        "400 Bad Request\r\nContent-Type: application/json",
        "{\"error\":{\"message\":\"Your input exceeds the context window of this model.\","
            + "\"type\":\"invalid_request_error\",\"param\":\"input\","
            + "\"code\":\"context_length_exceeded\"}}");
  }

  private static void answerChatOnly(Connection connection) throws IOException {
    if (connection.request().head().startsWith("POST /v1/responses")) {
      connection.sendResponse(
          "404 Not Found\r\nContent-Type: application/json", "{\"detail\":\"Not Found\"}");
    } else {
      sendChat(connection);
    }
  }

  private static void sendChat(Connection connection) throws IOException {
    connection.send(RecordedStream.HEADERS + "Connection: close\r\n\r\n");
    connection.send(RecordedStream.of("chat"));
  }

  private void answer(Object stream) {
    upstream.answers(connection -> send(connection, stream));
  }

  private static void send(Connection connection, Object stream) throws IOException {
    connection.send(RecordedStream.HEADERS + "Connection: close\r\n\r\n");
    connection.send(stream.toString());
  }

  private List<ChatModelEvent> ask() {
    return events(request(MODEL, Turn.user("Hi")));
  }

  private List<ChatModelEvent> events(ChatRequest request) {
    return events(connected, request);
  }

  private static List<ChatModelEvent> events(ConnectedModel connected, ChatRequest request) {
    List<ChatModelEvent> events = new ArrayList<>();
    StreamedAnswer.toEnd(
        connected.model().prepare(request, new ProviderKey("sk-test".toCharArray())), events::add);
    return events;
  }

  private DomainException problem() {
    return catchThrowableOfType(DomainException.class, this::ask);
  }

  private String lastBody() {
    return upstream.requests().get(upstream.requests().size() - 1).body();
  }

  private static ChatRequest request(String model, Turn... turns) {
    return new ChatRequest(model, List.of(turns), ChatRequest.Parameters.DEFAULTS);
  }

  private static String text(List<ChatModelEvent> events) {
    StringBuilder text = new StringBuilder();
    for (ChatModelEvent event : events) {
      if (event instanceof TextDelta delta) {
        text.append(delta.text());
      }
    }
    return text.toString();
  }

  private static String reasoning(List<ChatModelEvent> events) {
    StringBuilder text = new StringBuilder();
    for (ChatModelEvent event : events) {
      if (event instanceof ReasoningDelta delta) {
        text.append(delta.text());
      }
    }
    return text.toString();
  }

  private static String providerItems(List<ChatModelEvent> events) {
    return events.stream()
        .filter(ProviderItems.class::isInstance)
        .map(event -> ((ProviderItems) event).json())
        .findFirst()
        .orElseThrow();
  }
}
