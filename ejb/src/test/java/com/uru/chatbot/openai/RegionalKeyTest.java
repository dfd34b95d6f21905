package com.uru.chatbot.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.uru.chatbot.model.ChatModelEvent;
import com.uru.chatbot.model.ChatModelEvent.TextDelta;
import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.model.KeyReport;
import com.uru.chatbot.openai.ScriptedUpstream.Script;
import com.uru.chatbot.openai.upstream.OpenAiSettings;
import com.uru.chatbot.openai.upstream.UpstreamFixtures;
import com.uru.chatbot.providerkey.ProviderKey;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A key that belongs to a region: OpenAI names the host of the region when another one is asked.
 */
@Timeout(60)
class RegionalKeyTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private ScriptedUpstream global;
  private ScriptedUpstream region;

  @BeforeEach
  void start() throws IOException {
    global = new ScriptedUpstream();
    region = new ScriptedUpstream();
    global.answers(names(region));
    region.answers(
        connection ->
            connection.sendResponse(
                RecordedStream.HEADERS.replace("HTTP/1.1 ", "").strip(),
                RecordedStream.of("Bonjour")));
  }

  @AfterEach
  void stop() throws IOException {
    global.close();
    region.close();
  }

  @Test
  void asksTheHostThatWasNamedAtOnceAndFromThenOnOnlyThat() {
    try (ConnectedModel connected = connected(authority(region))) {
      assertThat(ask(connected)).contains(new TextDelta("Bonjour"));
      assertThat(ask(connected)).contains(new TextDelta("Bonjour"));
    }

    assertThat(global.requests()).hasSize(1);
    assertThat(region.requests()).hasSize(2);
    assertThat(region.requests().get(0).head())
        .startsWith("POST /v1/chat/completions ")
        .contains("Authorization: Bearer sk-eu-0123456789");
  }

  @Test
  void listsModelsOnTheHostThatAQuestionWasSentTo() {
    try (ConnectedModel connected = connected(authority(region))) {
      ask(connected);
      region.answers(
          connection -> connection.sendResponse("200 OK", "{\"data\":[{\"id\":\"gpt-4o\"}]}"));

      KeyReport report = connected.doctor().check(key());

      assertThat(report.models()).hasSize(1);
      assertThat(report.host()).isEqualTo(authority(region));
    }

    assertThat(global.requests()).hasSize(1);
    assertThat(region.requests().get(1).head()).startsWith("GET /v1/models ");
  }

  @Test
  void sendsNoKeyToAHostThatIsNotAllowed() {
    try (ConnectedModel connected = connected("other.example")) {
      DomainException refusal = catchThrowableOfType(DomainException.class, () -> ask(connected));

      assertThat(refusal.code()).isEqualTo(ProblemCode.PROVIDER_REGION);
      assertThat(refusal.members()).as("only hosts of OpenAI are shown").doesNotContainKey("host");
    }
    assertThat(region.connections()).isZero();
  }

  @Test
  void endsWhenTwoHostsNameEachOther() {
    region.answers(names(global));

    try (ConnectedModel connected = connected(authority(region))) {
      assertThat(catchThrowableOfType(DomainException.class, () -> ask(connected)).code())
          .isEqualTo(ProblemCode.PROVIDER_REGION);
    }
    assertThat(global.requests()).hasSize(1);
    assertThat(region.requests()).hasSize(1);
  }

  private ConnectedModel connected(String allowedHost) {
    OpenAiSettings settings = new OpenAiSettings(global.baseUrl(), LONG, LONG, LONG, LONG);
    return new ConnectedModel(
        settings,
        UpstreamFixtures.access(),
        UpstreamFixtures.hosts(settings, "bearer", allowedHost));
  }

  private static List<ChatModelEvent> ask(ConnectedModel connected) {
    List<ChatModelEvent> events = new ArrayList<>();
    ChatRequest request =
        new ChatRequest(
            "gpt-4o", List.of(ChatRequest.Turn.user("Hi")), ChatRequest.Parameters.DEFAULTS);
    StreamedAnswer.toEnd(connected.model().prepare(request, key()), events::add);
    return events;
  }

  private static ProviderKey key() {
    return new ProviderKey("sk-eu-0123456789".toCharArray());
  }

  private static Script names(ScriptedUpstream other) {
    return connection ->
        connection.sendResponse(
            "401 Unauthorized\r\nContent-Type: application/json",
            """
            {"error":{"message":"Attempted to access resource with incorrect regional hostname. \
            Please make your request to %s","type":"invalid_request_error",\
            "code":"incorrect_hostname","param":null},"status":401}"""
                .formatted(authority(other)));
  }

  private static String authority(ScriptedUpstream upstream) {
    return upstream.baseUrl().getAuthority();
  }
}
