package com.uru.chatbot.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.uru.chatbot.model.ChatModelEvent;
import com.uru.chatbot.model.ChatModelEvent.Finished;
import com.uru.chatbot.model.ChatModelEvent.TextDelta;
import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.model.FinishReason;
import com.uru.chatbot.openai.ScriptedUpstream.Connection;
import com.uru.chatbot.openai.upstream.OpenAiSettings;
import com.uru.chatbot.openai.upstream.UpstreamFixtures;
import com.uru.chatbot.providerkey.ProviderKey;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that are not quite as OpenAI documents them, as gateways and other servers send them. */
@Timeout(60)
class ImperfectStreamsTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  /** After a finish reason the usage is awaited for five seconds. */
  private static final Duration LONGER_THAN_FOR_USAGE = Duration.ofSeconds(6);

  private static final String RESPONSES_MODEL = "gpt-6.2-sol";
  private static final Finished STOP = new Finished(FinishReason.STOP);

  private ScriptedUpstream upstream;
  private ConnectedModel chat;
  private ConnectedModel responses;

  @BeforeEach
  void start() throws IOException {
    upstream = new ScriptedUpstream();
    chat =
        new ConnectedModel(
            new OpenAiSettings(upstream.baseUrl(), LONG, LONG, LONG, LONG),
            UpstreamFixtures.access());
    responses = ConnectedModel.of(upstream);
  }

  @AfterEach
  void stop() throws IOException {
    chat.close();
    responses.close();
    upstream.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"\"", "\" \"", "null", "\"stop\"", "\"length\"", "\"error\"", "{}", "0"})
  void readsAllTextWhateverFinishReasonComesWithEveryChunk(String reason) {
    stream(
        chunk("Hel", reason)
            + chunk("lo", reason)
            + RecordedStream.finish("stop")
            + RecordedStream.DONE);

    assertThat(ask()).containsExactly(new TextDelta("Hel"), new TextDelta("lo"), STOP);
  }

  @ParameterizedTest
  @CsvSource({
    "stop, STOP",
    "tool_calls, TOOL_CALLS",
    "function_call, TOOL_CALLS",
    "length, LENGTH",
    "content_filter, CONTENT_FILTER",
    "error, OTHER",
    "insufficient_system_resource, OTHER",
    "eos, OTHER"
  })
  void reportsTheLastFinishReason(String word, FinishReason reason) {
    stream(
        chunk("Hel", "\"something\"")
            + chunk("lo", "null")
            + RecordedStream.finish(word)
            + chunk("", "\"\"")
            + RecordedStream.DONE);

    assertThat(ask())
        .containsExactly(new TextDelta("Hel"), new TextDelta("lo"), new Finished(reason));
  }

  @Test
  void failsWhenAStreamBreaksThatSendsAFinishReasonWithEveryChunk() {
    upstream.answers(
        connection -> {
          connection.send(
              RecordedStream.HEADERS + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
          connection.sendChunk(chunk("Hel", "\"stop\"") + chunk("l", "\"stop\""));
        });
    List<ChatModelEvent> events = new ArrayList<>();

    DomainException problem = problem(events);

    assertThat(problem.code()).isEqualTo(ProblemCode.PROVIDER_UNAVAILABLE);
    assertThat(events).containsExactly(new TextDelta("Hel"), new TextDelta("l"));
  }

  @Test
  void waitsForMoreTextAfterAFinishReasonThatCameWithTheFirst() {
    upstream.answers(
        connection -> {
          connection.send(
              RecordedStream.HEADERS + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
          connection.sendChunk(chunk("Hel", "\"stop\""));
          pause(LONGER_THAN_FOR_USAGE);
          connection.sendChunk(chunk("lo", "\"stop\"") + RecordedStream.DONE);
          connection.sendChunk("");
        });

    assertThat(ask()).containsExactly(new TextDelta("Hel"), new TextDelta("lo"), STOP);
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n"})
  void readsTheLastEventThoughTheBodyEndsWithoutABlankLine(String end) {
    stream(
        RecordedStream.role()
            + RecordedStream.delta("Hel")
            + chunk("lo", "\"stop\"").stripTrailing()
            + end);

    assertThat(ask()).containsExactly(new TextDelta("Hel"), new TextDelta("lo"), STOP);
  }

  @Test
  void dropsALastEventThatIsCutOff() {
    String last = chunk("lo", "\"stop\"").stripTrailing();
    stream(RecordedStream.delta("Hel") + last.substring(0, last.length() - 1));

    assertThat(ask()).containsExactly(new TextDelta("Hel"));
  }

  @Test
  void reportsAnErrorThatIsTheLastEventWithoutABlankLine() {
    stream("data: {\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"slow down\"}}");

    assertThat(problem(new ArrayList<>()).code()).isEqualTo(ProblemCode.PROVIDER_RATE_LIMITED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data:",
        "data",
        "data: ",
        "data: : PROCESSING",
        "data: :",
        "data: ping",
        "data: keep-alive",
        "data: null",
        "data: []",
        "data: \"\"",
        "data: {}",
        "data: {\"type\":\"ping\"}",
        "event: ping\ndata: {\"type\": \"ping\"}",
        ": OPENROUTER PROCESSING",
        "id: 7"
      })
  void skipsWhatIsNoChunk(String other) {
    String stream =
        RecordedStream.delta("Hel")
            + other
            + "\n\n"
            + RecordedStream.delta("lo")
            + RecordedStream.finish("stop")
            + RecordedStream.DONE;
    stream(stream);

    assertThat(ask()).containsExactly(new TextDelta("Hel"), new TextDelta("lo"), STOP);

    stream(
        RecordedResponse.of("Hello")
            .replace("event: response.completed", other + "\n\nevent: response.completed"));

    assertThat(text(askResponses())).isEqualTo("Hello");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"data: [DONE]\n\n", "data:[DONE]\n\n", "data: [DONE] \n\n", "data: [DONE]"})
  void endsWithDoneAlone(String done) {
    stream(RecordedStream.delta("Hello") + done);
    assertThat(ask()).containsExactly(new TextDelta("Hello"), STOP);

    stream(new RecordedResponse().created().textDelta(0, "Hello").raw(done).toString());
    assertThat(askResponses()).containsExactly(new TextDelta("Hello"), STOP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}",
        "{\"content\":\"\"}",
        "{\"content\":null}",
        "{\"content\":[]}"
      })
  void passesNoTextOnWhereThereIsNone(String delta) {
    stream(
        RecordedStream.role()
            + "data: {\"choices\":[{\"index\":0,\"delta\":"
            + delta
            + ",\"finish_reason\":\"stop\"}]}\n\n"
            + RecordedStream.DONE);

    assertThat(ask()).containsExactly(STOP);
  }

  @Test
  void readsAContentThatIsAListOfParts() {
    stream(
        "data: {\"choices\":[{\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"Hel\"},"
            + "{\"type\":\"text\",\"text\":\"lo\"}]},\"finish_reason\":\"stop\"}]}\n\n"
            + RecordedStream.DONE);

    assertThat(ask()).containsExactly(new TextDelta("Hello"), STOP);
  }

  @Test
  void readsAWholeAnswerWithoutAFinishReason() {
    upstream.answers(
        connection ->
            connection.sendResponse(
                "200 OK\r\nContent-Type: application/json",
                "{\"choices\":[{\"message\":{\"content\":\"Hello\"}}]}"));

    assertThat(ask()).containsExactly(new TextDelta("Hello"), STOP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/octet-stream",
        "application/x-ndjson",
        "application/json",
        "TEXT/EVENT-STREAM; charset=utf-8",
        ""
      })
  void readsAnEventStreamWhateverItsTypeIs(String type) {
    String header = type.isEmpty() ? "X-No-Type: 1" : "Content-Type: " + type;
    upstream.answers(
        connection -> {
          connection.send("HTTP/1.1 200 OK\r\n" + header + "\r\nConnection: close\r\n\r\n");
          connection.send(": hello\n\n" + RecordedStream.of("Hel", "lo"));
        });

    assertThat(text(ask())).isEqualTo("Hello");
    assertThat(ask()).contains(STOP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"image/png", "text/plain"})
  void findsNoAnswerInSomethingElse(String type) {
    upstream.answers(
        connection ->
            connection.sendResponse("200 OK\r\nContent-Type: " + type, "nothing of a stream"));

    assertThat(ask()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "GZIP", "x-gzip"})
  void decodesGzipThoughNobodyHasAskedForIt(String encoding) {
    upstream.answers(
        connection -> {
          startGzip(connection, "200 OK", "text/event-stream", encoding);
          connection.send(gzip(RecordedStream.of("Hel", "lo")));
        });

    assertThat(text(ask())).isEqualTo("Hello");
    assertThat(ask()).contains(STOP);
    assertThat(upstream.requests().get(0).head()).doesNotContainIgnoringCase("accept-encoding");
  }

  @Test
  void decodesTheGzipOfAnError() {
    upstream.answers(
        connection -> {
          startGzip(connection, "401 Unauthorized", "application/json", "gzip");
          connection.send(gzip("{\"error\":{\"code\":\"invalid_api_key\",\"message\":\"no\"}}"));
        });

    assertThat(problem(new ArrayList<>()).code()).isEqualTo(ProblemCode.PROVIDER_KEY_INVALID);
  }

  @Test
  void tellsAWebPageFromAFailureThatPasses() {
    upstream.answers(
        connection ->
            connection.sendResponse("200 OK\r\nContent-Type: text/html", "<html>Sign in</html>"));

    DomainException problem = problem(new ArrayList<>());

    assertThat(problem.code()).isEqualTo(ProblemCode.PROVIDER_UNAVAILABLE);
    assertThat(problem.title()).contains("web page");
    assertThat(problem.action()).contains("Waiting does not help");
    assertThat(upstream.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream_options", "max_completion_tokens"})
  void asksAgainWithoutAnArgumentThatTheServerDoesNotKnow(String argument) {
    upstream.answers(
        connection -> {
          if (connection.request().body().contains('"' + argument + '"')) {
            connection.sendResponse(
                "400 Bad Request\r\nContent-Type: application/json",
                "{\"error\":{\"message\":\"Unrecognized request argument supplied: "
                    + argument
                    + "\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}}");
          } else {
            send(connection, RecordedStream.of("Hello"));
          }
        });

    assertThat(text(ask())).isEqualTo("Hello");
    assertThat(upstream.requests()).hasSize(2);
  }

  private static String chunk(String text, String finishReason) {
    return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
        + text
        + "\"},\"finish_reason\":"
        + finishReason
        + "}]}\n\n";
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static void startGzip(Connection connection, String status, String type, String encoding)
      throws IOException {
    connection.send(
        "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Encoding: %s\r\nConnection: close\r\n\r\n"
            .formatted(status, type, encoding));
  }

  private void stream(String stream) {
    upstream.answers(connection -> send(connection, stream));
  }

  private static void send(Connection connection, String stream) throws IOException {
    connection.send(RecordedStream.HEADERS + "Connection: close\r\n\r\n");
    connection.send(stream);
  }

  private List<ChatModelEvent> ask() {
    List<ChatModelEvent> events = new ArrayList<>();
    ask(chat, "gpt-4o", events);
    return events;
  }

  private List<ChatModelEvent> askResponses() {
    List<ChatModelEvent> events = new ArrayList<>();
    ask(responses, RESPONSES_MODEL, events);
    return events;
  }

  private DomainException problem(List<ChatModelEvent> events) {
    return catchThrowableOfType(DomainException.class, () -> ask(chat, "gpt-4o", events));
  }

  private static void ask(ConnectedModel connected, String model, List<ChatModelEvent> events) {
    ChatRequest request =
        new ChatRequest(
            model,
            List.of(ChatRequest.Turn.user("Hi")),
            new ChatRequest.Parameters(null, 100, null));
    ProviderKey key = new ProviderKey("sk-0123456789".toCharArray());
    StreamedAnswer.toEnd(connected.model().prepare(request, key), events::add);
  }

  private static String text(List<ChatModelEvent> events) {
    return events.stream()
        .filter(TextDelta.class::isInstance)
        .map(event -> ((TextDelta) event).text())
        .collect(Collectors.joining());
  }
}
