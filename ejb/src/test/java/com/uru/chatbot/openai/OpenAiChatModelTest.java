package com.uru.chatbot.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.uru.chatbot.model.ChatModelCall;
import com.uru.chatbot.model.ChatModelEvent;
import com.uru.chatbot.model.ChatModelEvent.Finished;
import com.uru.chatbot.model.ChatModelEvent.TextDelta;
import com.uru.chatbot.model.ChatModelEvent.Used;
import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.model.ChatRequest.Parameters;
import com.uru.chatbot.model.ChatRequest.Turn;
import com.uru.chatbot.model.FinishReason;
import com.uru.chatbot.model.TokenUsage;
import com.uru.chatbot.openai.ScriptedUpstream.Connection;
import com.uru.chatbot.openai.ScriptedUpstream.Script;
import com.uru.chatbot.openai.upstream.OpenAiSettings;
import com.uru.chatbot.openai.upstream.UpstreamFixtures;
import com.uru.chatbot.providerkey.ProviderKey;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.LogContext;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tracing.Collector;
import com.uru.chatbot.tracing.Tracer;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OpenAiChatModelTest {
  private static final String SECRET = "sk-canary-0123456789abcdef";
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);

  private ScriptedUpstream upstream;
  private ConnectedModel connected;
  private OpenAiChatModel model;

  @BeforeEach
  void start() throws IOException {
    upstream = new ScriptedUpstream();
    connected = connected(upstream.baseUrl(), LONG, LONG, LONG);
    model = connected.model();
  }

  @AfterEach
  void stop() throws IOException {
    connected.close();
    upstream.close();
  }

  @Test
  void streamsTextThenReasonThenUsage() {
    upstream.answers(
        connection -> sendStream(connection, RecordedStream.of("Hel", "lo \uD83D\uDE80")));

    assertThat(ask("gpt-4o"))
        .containsExactly(
            new TextDelta("Hel"),
            new TextDelta("lo \uD83D\uDE80"),
            new Finished(FinishReason.STOP),
            new Used(new TokenUsage(19, 0, 0, 10, 4)));
  }

  @Test
  void asksAsOpenAiWantsIt() {
    upstream.answers(connection -> sendStream(connection, RecordedStream.of("x")));

    ask("gpt-4o");

    ScriptedUpstream.Request request = upstream.requests().get(0);
    assertThat(request.head())
        .startsWith("POST /v1/chat/completions HTTP/1.1\r\n")
        .containsIgnoringCase("\r\nAuthorization: Bearer " + SECRET + "\r\n")
        .containsIgnoringCase("\r\nContent-Type: application/json\r\n")
        .doesNotContainIgnoringCase("upgrade");
    assertThat(request.body())
        .isEqualTo(
            "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
                + "{\"role\":\"user\",\"content\":\"Hi\"}],\"temperature\":0.7,"
                + "\"max_completion_tokens\":100,\"stream\":true,"
                + "\"stream_options\":{\"include_usage\":true}}");
  }

  @Test
  void tracesACallWithoutItsContent() throws Exception {
    upstream.answers(connection -> sendStream(connection, RecordedStream.of("Zwieback")));
    try (Collector collector = new Collector();
        ConnectedModel traced =
            ConnectedModel.of(
                upstream, new Tracer(Optional.of(collector.endpoint()), Clock.systemUTC()))) {
      model = traced.model();
      String traceId = "0af7651916cd43dd8448eb211c80319c";
      LogContext.ofRequest("request-1", null)
          .withSpan(traceId, "b7ad6b7169203331")
          .call(() -> ask("gpt-4o"));

      JsonObject span = collector.next();

      assertThat(span.getString("name")).isEqualTo("chat gpt-4o");
      assertThat(span.getString("traceId")).isEqualTo(traceId);
      assertThat(span.getString("parentSpanId")).isEqualTo("b7ad6b7169203331");
      assertThat(upstream.requests().get(0).head())
          .containsIgnoringCase(
              "\r\ntraceparent: 00-" + traceId + "-" + span.getString("spanId") + "-01\r\n");
      assertThat(Collector.attributes(span))
          .containsEntry("gen_ai.operation.name", "chat")
          .containsEntry("gen_ai.provider.name", "openai")
          .containsEntry("gen_ai.request.model", "gpt-4o")
          .containsEntry("gen_ai.response.finish_reasons", "stop")
          .containsEntry("gen_ai.usage.input_tokens", "19")
          .containsEntry("gen_ai.usage.output_tokens", "10")
          .containsKey("server.address");
      assertThat(span.toString()).doesNotContain("Zwieback", "Be brief.", SECRET);
    }
  }

  @Test
  void sendsNoTraceWhenTracingIsOff() {
    upstream.answers(connection -> sendStream(connection, RecordedStream.of("x")));

    LogContext.ofRequest("request-1", null)
        .withSpan("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331")
        .call(() -> ask("gpt-4o"));

    assertThat(upstream.requests().get(0).head()).doesNotContainIgnoringCase("traceparent");
  }

  @Test
  void deliversEachDeltaWhenItComes() throws Exception {
    CountDownLatch received = new CountDownLatch(1);
    upstream.answers(
        connection -> {
          startStream(connection);
          connection.sendChunk(RecordedStream.delta("first"));
          await(received);
          connection.sendChunk(RecordedStream.finish("stop") + RecordedStream.DONE);
          connection.send("0\r\n\r\n");
        });

    List<ChatModelEvent> events = new ArrayList<>();
    StreamedAnswer.toEnd(
        call("gpt-4o"),
        event -> {
          events.add(event);
          received.countDown();
        });

    assertThat(events).containsExactly(new TextDelta("first"), new Finished(FinishReason.STOP));
  }

  @Test
  void losesNothingWhereverACloseCutsTheStream() {
    byte[] stream = RecordedStream.of("Grü", "ße \uD83D\uDE80").getBytes(StandardCharsets.UTF_8);
    String whole = "Grüße \uD83D\uDE80";
    for (int length = 0; length <= stream.length; length++) {
      byte[] cut = Arrays.copyOf(stream, length);
      upstream.answers(
          connection -> {
            connection.send(RecordedStream.HEADERS + "Connection: close\r\n\r\n");
            connection.send(cut);
          });

      assertIsPrefix(ask("gpt-4o"), received(cut), whole);
    }
  }

  @Test
  void reportsACutOfAChunkedStreamButKeepsAFinishedAnswer() {
    byte[] stream = RecordedStream.of("Grü", "ße").getBytes(StandardCharsets.UTF_8);
    String header = Integer.toHexString(stream.length) + "\r\n";
    for (int length = 0; length <= stream.length; length++) {
      byte[] cut = Arrays.copyOf(stream, length);
      upstream.answers(
          connection -> {
            startStream(connection);
            connection.send(header);
            connection.send(cut);
          });

      List<ChatModelEvent> events = new ArrayList<>();
      try {
        StreamedAnswer.toEnd(call("gpt-4o"), events::add);
        assertThat(events).contains(new Finished(FinishReason.STOP));
      } catch (DomainException e) {
        assertThat(e.code()).isEqualTo(ProblemCode.PROVIDER_UNAVAILABLE);
        assertThat(events).doesNotContain(new Finished(FinishReason.STOP));
      }
      assertIsPrefix(events, received(cut), "Grüße");
    }
  }

  @Test
  void asksAgainWhenTheHeadersAreCut() throws IOException {
    String head = RecordedStream.HEADERS + "Connection: close\r\n\r\n";
    for (int length = 0; length < head.length(); length += 7) {
      String cut = head.substring(0, length);
      upstream.answersInTurn(
          connection -> connection.send(cut),
          connection -> sendStream(connection, RecordedStream.of("x")));

      assertThat(text(ask("gpt-4o"))).isEqualTo("x");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void readsAStreamThatArrivesInSlices(int size) {
    byte[] stream = RecordedStream.of("日本 \uD83D\uDE80").getBytes(StandardCharsets.UTF_8);
    upstream.answers(
        connection -> {
          connection.send(RecordedStream.HEADERS + "Connection: close\r\n\r\n");
          for (int from = 0; from < stream.length; from += size) {
            connection.send(Arrays.copyOfRange(stream, from, Math.min(from + size, stream.length)));
          }
        });

    assertThat(text(ask("gpt-4o"))).isEqualTo("日本 \uD83D\uDE80");
  }

  @Test
  void readsCarriageReturnsByteOrderMarkAndComments() {
    String stream =
        "\uFEFF: OPENAI PROCESSING\r\n\r\n" + RecordedStream.of("a", "b").replace("\n", "\r\n");
    upstream.answers(connection -> sendStream(connection, stream));

    assertThat(text(ask("gpt-4o"))).isEqualTo("ab");
  }

  @Test
  void joinsTheDataOfSeveralLines() {
    String stream = RecordedStream.of("a", "b").replace(",\"choices\"", ",\ndata: \"choices\"");
    upstream.answers(connection -> sendStream(connection, stream));

    assertThat(text(ask("gpt-4o"))).isEqualTo("ab");
  }

  @Test
  void readsADeltaOfAlmostOneMebibyte() {
    String delta = "x".repeat((1 << 20) - 1_000);
    upstream.answers(connection -> sendStream(connection, RecordedStream.of("a", delta, "b")));

    assertThat(text(ask("gpt-4o"))).isEqualTo("a" + delta + "b");
  }

  @Test
  void refusesALineWithoutEndAndKeepsWhatCame() {
    upstream.answers(
        connection ->
            sendStream(connection, RecordedStream.delta("kept") + "data: " + "x".repeat(2 << 20)));

    List<ChatModelEvent> events = new ArrayList<>();
    assertThatThrownBy(() -> StreamedAnswer.toEnd(call("gpt-4o"), events::add))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> assertThat(e.code()).isEqualTo(ProblemCode.PROVIDER_UNAVAILABLE));
    assertThat(events).containsExactly(new TextDelta("kept"));
  }

  @Test
  void finishesOnceThoughTheEndComesTwiceAndKeepsTheTextBetween() {
    String end = RecordedStream.finish("stop") + RecordedStream.usage();
    upstream.answers(
        connection ->
            sendStream(
                connection,
                RecordedStream.delta("a") + end + RecordedStream.delta("a") + end + end));

    assertThat(ask("gpt-4o"))
        .containsExactly(
            new TextDelta("a"),
            new TextDelta("a"),
            new Finished(FinishReason.STOP),
            new Used(new TokenUsage(19, 0, 0, 10, 4)));
  }

  @Test
  void joinsASurrogatePairThatTwoDeltasShare() {
    String half = RecordedStream.delta("x").replace("\"x\"", "\"a\\ud83d\"");
    String other = RecordedStream.delta("x").replace("\"x\"", "\"\\ude80\\u0000\"");
    upstream.answers(
        connection -> sendStream(connection, half + other + RecordedStream.finish("stop")));

    assertThat(ask("gpt-4o"))
        .containsExactly(
            new TextDelta("a"),
            new TextDelta("\uD83D\uDE80\uFFFD"),
            new Finished(FinishReason.STOP));
  }

  @Test
  void dropsUnknownEvents() {
    String stream =
        "event: execute\ndata: {\"choices\":[{\"delta\":{\"content\":\"evil\"}}]}\n\n"
            + "data: {\"type\":\"execute\",\"data\":{\"code\":\"alert(1)\"}}\n\n"
            + RecordedStream.of("good");
    upstream.answers(connection -> sendStream(connection, stream));

    assertThat(text(ask("gpt-4o"))).isEqualTo("good");
  }

  @Test
  void ignoresEverythingAfterTheEnd() {
    upstream.answers(
        connection ->
            sendStream(connection, RecordedStream.of("a") + RecordedStream.delta("late")));

    assertThat(text(ask("gpt-4o"))).isEqualTo("a");
  }

  @Test
  void endsWithoutDoneOnceTheModelHasFinished() {
    upstream.answers(
        connection ->
            sendStream(connection, RecordedStream.delta("a") + RecordedStream.finish("length")));

    assertThat(ask("gpt-4o"))
        .containsExactly(new TextDelta("a"), new Finished(FinishReason.LENGTH));
  }

  @Test
  void doesNotWaitForAnEndThatNeverComes() {
    upstream.answers(
        connection -> {
          startStream(connection);
          connection.sendChunk(RecordedStream.of("a"));
          connection.awaitClientGone();
        });

    assertThat(ask("gpt-4o"))
        .containsExactly(
            new TextDelta("a"),
            new Finished(FinishReason.STOP),
            new Used(new TokenUsage(19, 0, 0, 10, 4)));
  }

  @Test
  void finishesWithoutAFinishReasonWhenDoneComes() {
    upstream.answers(
        connection -> sendStream(connection, RecordedStream.delta("a") + RecordedStream.DONE));

    assertThat(ask("gpt-4o")).containsExactly(new TextDelta("a"), new Finished(FinishReason.STOP));
  }

  @Test
  void usesAConnectionAgain() {
    upstream.answers(
        connection -> {
          connection.keepAlive();
          connection.send(RecordedStream.HEADERS + "Transfer-Encoding: chunked\r\n\r\n");
          connection.sendChunk(RecordedStream.of("a"));
          connection.send("0\r\n\r\n");
        });

    ask("gpt-4o");
    ask("gpt-4o");

    assertThat(upstream.requests()).hasSize(2);
    assertThat(upstream.connections()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {\"error\":{\"message\":\"The server had an error\",\"type\":\"server_error\"}}\n\n",
        "event: error\ndata: {\"message\":\"overloaded\"}\n\n",
        "data: {\"error\":\"down\"}\n\n",
        "data: not json\n\n",
        "data: {\"choices\":[\n\n"
      })
  void reportsTroubleInsideTheStreamAndKeepsWhatCame(String trouble) {
    upstream.answers(connection -> sendStream(connection, RecordedStream.delta("kept") + trouble));

    List<ChatModelEvent> events = new ArrayList<>();
    assertThatThrownBy(() -> StreamedAnswer.toEnd(call("gpt-4o"), events::add))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> assertThat(e.code()).isEqualTo(ProblemCode.PROVIDER_UNAVAILABLE));
    assertThat(events).containsExactly(new TextDelta("kept"));
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void readsAnErrorThatComesWithStatus200() {
    upstream.answers(
        connection ->
            connection.sendResponse(
                "200 OK\r\nContent-Type: application/json",
                error("slow down", "requests", "rate_limit_exceeded", null)));

    assertThat(refusal("gpt-4o").code()).isEqualTo(ProblemCode.PROVIDER_RATE_LIMITED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "application/json", "text/event-stream"})
  void refusesGarbageWithStatus200(String type) {
    upstream.answers(
        connection ->
            connection.sendResponse("200 OK\r\nContent-Type: " + type, "data: <html>\n\n"));

    assertThat(refusal("gpt-4o").code()).isEqualTo(ProblemCode.PROVIDER_UNAVAILABLE);
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void neverFollowsARedirect() throws IOException {
    try (ScriptedUpstream sentinel = new ScriptedUpstream()) {
      upstream.answers(
          connection ->
              connection.sendResponse("302 Found\r\nLocation: " + sentinel.baseUrl() + "/x", ""));

      assertThat(refusal("gpt-4o").code()).isEqualTo(ProblemCode.PROVIDER_UNAVAILABLE);
      assertThat(sentinel.connections()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 529})
  void asksThreeTimesAnOverloadedProvider(int status) {
    upstream.answers(connection -> connection.sendResponse(status + " Oops", "<html>"));

    assertThat(refusal("gpt-4o").code()).isEqualTo(ProblemCode.PROVIDER_UNAVAILABLE);
    assertThat(upstream.requests()).hasSize(3);
    assertThat(connected.metrics().increments())
        .containsExactly("UPSTREAM_ERRORS provider_unavailable");
  }

  @Test
  void succeedsWhenTheOverloadPasses() {
    upstream.answersInTurn(
        connection -> connection.sendResponse("503 Service Unavailable", ""),
        Connection::reset,
        connection -> sendStream(connection, RecordedStream.of("x")));

    assertThat(text(ask("gpt-4o"))).isEqualTo("x");
    assertThat(upstream.requests()).hasSize(3);
  }

  @Test
  void waitsForARateLimitThatPassesSoon() {
    upstream.answersInTurn(
        connection ->
            connection.sendResponse(
                "429 Too Many Requests\r\nretry-after-ms: 20",
                error("Rate limit reached", "requests", "rate_limit_exceeded", null)),
        connection -> sendStream(connection, RecordedStream.of("x")));

    assertThat(text(ask("gpt-4o"))).isEqualTo("x");
  }

  @Test
  void passesALongerRateLimitOn() {
    upstream.answers(
        connection ->
            connection.sendResponse(
                "429 Too Many Requests\r\nRetry-After: 21",
                error("Rate limit reached", "requests", "rate_limit_exceeded", null)));

    DomainException refusal = refusal("gpt-4o");
    assertThat(refusal.code()).isEqualTo(ProblemCode.PROVIDER_RATE_LIMITED);
    assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(21));
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void neverAsksAgainWithoutCredit() {
    upstream.answers(
        connection ->
            connection.sendResponse(
                "429 Too Many Requests\r\nretry-after-ms: 1",
                error("You exceeded", "insufficient_quota", "insufficient_quota", null)));

    assertThat(refusal("gpt-4o").code()).isEqualTo(ProblemCode.PROVIDER_QUOTA_EXCEEDED);
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void neverAsksAgainAfterTheFirstText() {
    CountDownLatch received = new CountDownLatch(1);
    upstream.answers(
        connection -> {
          startStream(connection);
          connection.sendChunk(RecordedStream.delta("half"));
          await(received);
          connection.reset();
        });

    assertThatThrownBy(() -> StreamedAnswer.toEnd(call("gpt-4o"), event -> received.countDown()))
        .isInstanceOf(DomainException.class);
    assertThat(received.getCount()).isZero();
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void reportsAProviderThatCannotBeReached() throws IOException {
    upstream.close();

    assertThat(refusal("gpt-4o").code()).isEqualTo(ProblemCode.PROVIDER_UNAVAILABLE);
  }

  @Test
  void givesUpAProviderThatAcceptsNoConnection() throws IOException {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket first = connectTo(full);
        Socket second = connectTo(full)) {
      use(URI.create("http://127.0.0.1:" + full.getLocalPort() + "/v1"), LONG, LONG, LONG);

      assertThat(refusal("gpt-4o").code()).isEqualTo(ProblemCode.PROVIDER_UNAVAILABLE);
      assertThat(first.isConnected() && second.isConnected()).isTrue();
    }
  }

  private static Socket connectTo(ServerSocket server) throws IOException {
    return new Socket(server.getInetAddress(), server.getLocalPort());
  }

  @Test
  void givesUpASilentProviderBeforeTheHeaders() {
    useTimeouts(SHORT, LONG, LONG);
    CompletableFuture<Void> gone = new CompletableFuture<>();
    upstream.answers(connection -> awaitGone(connection, gone));

    assertThat(refusal("gpt-4o").code()).isEqualTo(ProblemCode.PROVIDER_TIMEOUT);
    assertThat(gone).succeedsWithin(Duration.ofSeconds(5));
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void givesUpASilentProviderAfterTheHeaders() {
    useTimeouts(SHORT, LONG, LONG);
    CompletableFuture<Void> gone = new CompletableFuture<>();
    upstream.answers(
        connection -> {
          startStream(connection);
          awaitGone(connection, gone);
        });

    assertThat(refusal("gpt-4o").code()).isEqualTo(ProblemCode.PROVIDER_TIMEOUT);
    assertThat(gone).succeedsWithin(Duration.ofSeconds(5));
  }

  @Test
  void givesUpAStalledStreamAndKeepsWhatCame() {
    useTimeouts(LONG, LONG, SHORT);
    CompletableFuture<Void> gone = new CompletableFuture<>();
    upstream.answers(
        connection -> {
          startStream(connection);
          connection.sendChunk(RecordedStream.delta("kept"));
          awaitGone(connection, gone);
        });

    List<ChatModelEvent> events = new ArrayList<>();
    assertThatThrownBy(() -> StreamedAnswer.toEnd(call("gpt-4o"), events::add))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> assertThat(e.code()).isEqualTo(ProblemCode.PROVIDER_TIMEOUT));
    assertThat(events).containsExactly(new TextDelta("kept"));
    assertThat(gone).succeedsWithin(Duration.ofSeconds(5));
  }

  @Test
  void givesAReasoningModelItsOwnTimeToThink() {
    useTimeouts(LONG, SHORT, LONG);
    upstream.answers(Connection::awaitClientGone);

    assertThat(refusal("o1").code()).isEqualTo(ProblemCode.PROVIDER_TIMEOUT);
  }

  @Test
  void doesNotCountTheReceiversTimeAsSilence() {
    useTimeouts(LONG, LONG, SHORT);
    upstream.answers(connection -> sendStream(connection, RecordedStream.of("a", "b")));

    List<ChatModelEvent> events = new ArrayList<>();
    CountDownLatch never = new CountDownLatch(1);
    StreamedAnswer.toEnd(
        call("gpt-4o"),
        event -> {
          events.add(event);
          await(never, SHORT.multipliedBy(2));
        });

    assertThat(text(events)).isEqualTo("ab");
  }

  @Test
  void cancellingBeforeTheHeadersClosesTheConnection() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CompletableFuture<Void> gone = new CompletableFuture<>();
    upstream.answers(
        connection -> {
          asked.countDown();
          awaitGone(connection, gone);
        });
    ChatModelCall call = call("gpt-4o");
    CompletableFuture<Void> stream =
        CompletableFuture.runAsync(() -> StreamedAnswer.toEnd(call, event -> {}));

    await(asked);
    call.cancel();

    assertThat(stream).succeedsWithin(Duration.ofSeconds(2));
    assertThat(gone).succeedsWithin(Duration.ofSeconds(2));
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void cancellingMidStreamClosesTheConnectionAndEndsSilently() throws Exception {
    CompletableFuture<Void> gone = new CompletableFuture<>();
    upstream.answers(
        connection -> {
          startStream(connection);
          connection.sendChunk(RecordedStream.delta("a"));
          awaitGone(connection, gone);
        });
    ChatModelCall call = call("gpt-4o");
    CountDownLatch first = new CountDownLatch(1);
    CompletableFuture<Void> stream =
        CompletableFuture.runAsync(() -> StreamedAnswer.toEnd(call, event -> first.countDown()));

    await(first);
    call.cancel();
    call.cancel();

    assertThat(stream).succeedsWithin(Duration.ofSeconds(2));
    assertThat(gone).succeedsWithin(Duration.ofSeconds(2));
  }

  @Test
  void holdsNoThreadWhileTheAnswerStreams() {
    CountDownLatch begun = new CountDownLatch(1);
    upstream.answers(
        connection -> {
          startStream(connection);
          await(begun);
          connection.sendChunk(
              RecordedStream.delta("a") + RecordedStream.finish("stop") + RecordedStream.DONE);
          connection.send("0\r\n\r\n");
        });
    List<ChatModelEvent> events = new ArrayList<>();

    CompletableFuture<Void> stream = call("gpt-4o").stream(events::add).toCompletableFuture();

    assertThat(stream).isNotDone();
    begun.countDown();
    assertThat(stream).succeedsWithin(Duration.ofSeconds(10));
    assertThat(text(events)).isEqualTo("a");
  }

  @Test
  void cancellingFromTheReceiverHandsNothingMore() {
    upstream.answers(connection -> sendStream(connection, RecordedStream.of("a", "b", "c")));
    ChatModelCall call = call("gpt-4o");

    List<ChatModelEvent> events = new ArrayList<>();
    StreamedAnswer.toEnd(
        call,
        event -> {
          events.add(event);
          call.cancel();
        });

    assertThat(events).containsExactly(new TextDelta("a"));
  }

  @Test
  void cancellingWhileWaitingToAskAgainEndsSilently() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    upstream.answers(
        connection -> {
          connection.sendResponse("503 Service Unavailable\r\nRetry-After: 4", "");
          asked.countDown();
        });
    ChatModelCall call = call("gpt-4o");
    CompletableFuture<Void> stream =
        CompletableFuture.runAsync(() -> StreamedAnswer.toEnd(call, event -> {}));

    await(asked);
    call.cancel();

    assertThat(stream).succeedsWithin(Duration.ofSeconds(2));
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void asksNothingAfterACancelledStart() {
    ChatModelCall call = call("gpt-4o");

    call.cancel();
    StreamedAnswer.toEnd(call, event -> {});

    assertThat(upstream.connections()).isZero();
  }

  @Test
  void healsARefusedParameterOnceAndRemembersIt() {
    upstream.answersInTurn(
        connection ->
            connection.sendResponse(
                "400 Bad Request",
                error(
                    "Unsupported value: 'temperature' does not support 0.7 with this model.",
                    "invalid_request_error",
                    "unsupported_value",
                    "temperature")),
        connection -> sendStream(connection, RecordedStream.of("x")));

    assertThat(text(ask("gpt-4o"))).isEqualTo("x");
    assertThat(text(ask("gpt-4o"))).isEqualTo("x");
    assertThat(upstream.requests())
        .extracting(request -> request.body().contains("temperature"))
        .containsExactly(true, false, false);
  }

  @Test
  void healsAModelThatDoesNotStreamToThisOrganisation() {
    upstream.answersInTurn(
        connection ->
            connection.sendResponse(
                "400 Bad Request",
                error(
                    "Your organization must be verified to stream this model.",
                    "invalid_request_error",
                    "unsupported_value",
                    "stream")),
        connection ->
            connection.sendResponse(
                "200 OK\r\nContent-Type: application/json",
                """
                {"choices":[{"index":0,"message":{"role":"assistant","content":"whole"},
                "finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}"""));

    assertThat(ask("gpt-4o"))
        .containsExactly(
            new TextDelta("whole"),
            new Finished(FinishReason.STOP),
            new Used(new TokenUsage(1, 0, 0, 2, 0)));
    ask("gpt-4o");
    assertThat(upstream.requests())
        .extracting(request -> request.body().contains("\"stream\":true"))
        .containsExactly(true, false, false);
  }

  @Test
  void healsNothingTwice() {
    upstream.answers(
        connection ->
            connection.sendResponse(
                "400 Bad Request",
                error("no", "invalid_request_error", "unsupported_parameter", "temperature")));

    assertThat(refusal("gpt-4o").code()).isEqualTo(ProblemCode.VALIDATION_FAILED);
    assertThat(upstream.requests()).hasSize(2);
  }

  @Test
  void tellsWhenARefusedModelEndsAndWhatTakesItsPlace() {
    upstream.answers(
        connection ->
            connection.sendResponse(
                "404 Not Found",
                error("No such model.", "invalid_request_error", "model_not_found", null)));

    assertThat(refusal("gpt-4o").members())
        .containsEntry("shutdownDate", "2027-01-14")
        .containsEntry("successor", "gpt-6-luna");
  }

  @Test
  void tellsTheLengthOfTheContextEvenIfOpenAiDoesNot() {
    upstream.answers(
        connection ->
            connection.sendResponse(
                "400 Bad Request",
                error("Too long.", "invalid_request_error", "context_length_exceeded", null)));

    assertThat(refusal("gpt-4o").members())
        .isEqualTo(Map.of("contextWindow", 128_000, "promptTokens", 3));
  }

  @Test
  void refusesAModelThatCannotExist() {
    assertThat(catchThrowableOfType(DomainException.class, () -> call("gpt-9\n")).code())
        .isEqualTo(ProblemCode.MODEL_NOT_AVAILABLE);
  }

  @Test
  void neverQuotesTheKey() throws IOException {
    String echo = error("Incorrect API key provided: " + SECRET, SECRET, SECRET, SECRET);
    List<Script> scripts =
        List.of(
            connection -> connection.sendResponse("401 Unauthorized", echo),
            connection -> connection.sendResponse("400 Bad Request", echo),
            connection -> connection.sendResponse("418 " + SECRET, echo),
            connection -> connection.sendResponse("200 OK\r\nContent-Type: application/json", echo),
            connection -> sendStream(connection, "data: " + SECRET + "\n\n"),
            connection -> connection.send("HTTP/1.1 " + SECRET + "\r\n\r\n"),
            Connection::reset);
    for (Script script : scripts) {
      upstream.answers(script);
      assertThat(printed(refusal("gpt-4o"))).doesNotContain(SECRET);
    }
    assertThat(call("gpt-4o").toString() + model).doesNotContain(SECRET);
  }

  @Test
  void neverQuotesAKeyThatIsNoHeader() {
    ProviderKey key = new ProviderKey((SECRET + "\r\nX: y").toCharArray());
    ChatModelCall call = model.prepare(question("gpt-4o"), key);

    DomainException refusal =
        catchThrowableOfType(DomainException.class, () -> StreamedAnswer.toEnd(call, event -> {}));

    assertThat(refusal.code()).isEqualTo(ProblemCode.PROVIDER_KEY_INVALID);
    assertThat(printed(refusal)).doesNotContain(SECRET);
    assertThat(upstream.connections()).isZero();
  }

  private void useTimeouts(Duration firstByte, Duration thinking, Duration idle) {
    use(upstream.baseUrl(), firstByte, thinking, idle);
  }

  private void use(URI baseUrl, Duration firstByte, Duration thinking, Duration idle) {
    connected.close();
    connected = connected(baseUrl, firstByte, thinking, idle);
    model = connected.model();
  }

  private static ConnectedModel connected(
      URI baseUrl, Duration firstByte, Duration thinking, Duration idle) {
    return new ConnectedModel(
        new OpenAiSettings(baseUrl, Duration.ofSeconds(2), firstByte, thinking, idle),
        UpstreamFixtures.access());
  }

  private static ProviderKey key() {
    return new ProviderKey(SECRET.toCharArray());
  }

  private static ChatRequest question(String modelId) {
    return new ChatRequest(
        modelId, List.of(Turn.user("Hi", "Be brief.")), new Parameters(0.7, 100, null));
  }

  private ChatModelCall call(String modelId) {
    return model.prepare(question(modelId), key());
  }

  private List<ChatModelEvent> ask(String modelId) {
    List<ChatModelEvent> events = new ArrayList<>();
    StreamedAnswer.toEnd(call(modelId), events::add);
    return events;
  }

  private DomainException refusal(String modelId) {
    return catchThrowableOfType(DomainException.class, () -> ask(modelId));
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

  /** What a reader can know of a stream cut to these bytes: the events whose JSON is whole. */
  private static String received(byte[] cut) {
    String stream = new String(cut, StandardCharsets.UTF_8);
    StringBuilder text = new StringBuilder();
    for (String event : stream.split("\n\n", -1)) {
      if (event.startsWith("data: {") && event.stripTrailing().endsWith("\"usage\":null}")) {
        text.append(textOf(event));
      }
    }
    return text.toString();
  }

  /** The text in a chunk of {@link RecordedStream}. */
  private static String textOf(String event) {
    try (JsonReader reader =
        Json.createReader(new StringReader(event.substring("data: ".length())))) {
      JsonArray choices = reader.readObject().getJsonArray("choices");
      return choices.isEmpty()
          ? ""
          : choices.getJsonObject(0).getJsonObject("delta").getString("content", "");
    }
  }

  private static void assertIsPrefix(List<ChatModelEvent> events, String expected, String whole) {
    assertThat(text(events)).isEqualTo(expected);
    assertThat(whole).startsWith(expected);
    assertThat(events.contains(new Finished(FinishReason.STOP)))
        .satisfies(finished -> assertThat(!finished || expected.equals(whole)).isTrue());
  }

  private static String error(String message, String type, String code, @Nullable String param) {
    String template =
        "{\"error\":{\"message\":\"%s\",\"type\":\"%s\",\"param\":%s,\"code\":\"%s\"}}";
    return template.formatted(message, type, param == null ? "null" : '"' + param + '"', code);
  }

  private static void startStream(Connection connection) throws IOException {
    connection.send(
        RecordedStream.HEADERS + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
  }

  private static void sendStream(Connection connection, String stream) throws IOException {
    startStream(connection);
    connection.sendChunk(stream);
    connection.send("0\r\n\r\n");
  }

  private static void awaitGone(Connection connection, CompletableFuture<Void> gone) {
    connection.awaitClientGone();
    gone.complete(null);
  }

  private static void await(CountDownLatch latch) {
    assertThat(await(latch, Duration.ofSeconds(10))).isTrue();
  }

  private static boolean await(CountDownLatch latch, Duration time) {
    try {
      return latch.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String printed(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }
}
