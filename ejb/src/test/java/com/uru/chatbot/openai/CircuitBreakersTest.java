package com.uru.chatbot.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.uru.chatbot.model.ChatModelEvent;
import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.model.ChatRequest.Parameters;
import com.uru.chatbot.model.ChatRequest.Turn;
import com.uru.chatbot.model.FinishReason;
import com.uru.chatbot.openai.ScriptedUpstream.Connection;
import com.uru.chatbot.providerkey.ProviderKey;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What failing calls mean for the calls of others. */
@Timeout(60)
class CircuitBreakersTest {
  private static final String MODEL = "gpt-4o";
  private static final String OTHER_MODEL = "gpt-4.1";

  /** Three users with so many questions fail more than often enough to open a breaker. */
  private static final int MANY = 10;

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
  void rejectsQuestionsToAModelThatFailsForThreeUsersAndNoOthers() {
    upstream.answers(connection -> answer(connection, "\"model\":\"" + MODEL + "\""));
    for (String user : List.of("a", "b", "c")) {
      failOften(question(MODEL, user), "sk-" + user);
    }
    int requests = upstream.requests().size();

    DomainException rejection =
        catchThrowableOfType(DomainException.class, () -> ask(question(MODEL, "d"), "sk-d"));

    assertThat(rejection.code()).isEqualTo(ProblemCode.PROVIDER_UNAVAILABLE);
    assertThat(rejection.retryAfter()).isPositive();
    assertThat(upstream.requests()).hasSize(requests);
    assertThat(isAnswered(question(OTHER_MODEL, "a"), "sk-a")).isTrue();
  }

  @Test
  void answersOthersWhenTheAccountOfOneUserFails() {
    upstream.answers(connection -> answer(connection, "Bearer sk-a"));

    failOften(question(MODEL, "a"), "sk-a-1");
    failOften(question(MODEL, "a"), "sk-a-2");
    failOften(question(MODEL, "a"), "sk-a-3");

    assertThat(isAnswered(question(MODEL, "b"), "sk-b")).isTrue();
  }

  @Test
  void answersQuestionsWhenTheTitlesOfAllUsersFail() {
    upstream.answers(connection -> answer(connection, "A title please"));

    for (String key : List.of("sk-a", "sk-b", "sk-c")) {
      failOften(title(), key);
    }
    int requests = upstream.requests().size();

    assertThat(isAnswered(question(MODEL, "a"), "sk-a")).isTrue();
    assertThat(catchThrowableOfType(DomainException.class, () -> ask(title(), "sk-d"))).isNotNull();
    assertThat(upstream.requests()).as("titles have a breaker of their own").hasSize(requests + 1);
  }

  @Test
  void makesTitlesWhenQuestionsFail() {
    upstream.answers(connection -> answer(connection, "A question"));

    for (String user : List.of("a", "b", "c")) {
      failOften(question(MODEL, user), "sk-" + user);
    }

    assertThat(isAnswered(title(), "sk-a")).isTrue();
  }

  @Test
  void checksAKeyThoughTheBreakersOfItsModelsAreOpen() {
    upstream.answers(connection -> connection.sendResponse("500 Oops", ""));
    for (String user : List.of("a", "b", "c")) {
      failOften(question(MODEL, user), "sk-" + user);
    }
    int requests = upstream.requests().size();

    assertThatThrownBy(() -> connected.doctor().check(key("sk-proj-0123456789")))
        .isInstanceOf(DomainException.class);

    assertThat(upstream.requests()).hasSizeGreaterThan(requests);
  }

  private void failOften(ChatRequest request, String key) {
    for (int i = 0; i < MANY; i++) {
      assertThat(catchThrowableOfType(DomainException.class, () -> ask(request, key))).isNotNull();
    }
  }

  private boolean isAnswered(ChatRequest request, String key) {
    return ask(request, key).contains(new ChatModelEvent.Finished(FinishReason.STOP));
  }

  private List<ChatModelEvent> ask(ChatRequest request, String key) {
    List<ChatModelEvent> events = new ArrayList<>();
    StreamedAnswer.toEnd(connected.model().prepare(request, key(key)), events::add);
    return events;
  }

  private static ProviderKey key(String key) {
    return new ProviderKey(key.toCharArray());
  }

  private static ChatRequest question(String model, String user) {
    return new ChatRequest(
        model,
        List.of(Turn.user("A question")),
        Parameters.DEFAULTS,
        new ChatRequest.Origin("conversation", user));
  }

  private static ChatRequest title() {
    return ChatRequest.forTitle(MODEL, Turn.user("A title please"), Parameters.DEFAULTS);
  }

  /** Fails for requests with this text, and answers all others. */
  private static void answer(Connection connection, String failing) throws IOException {
    ScriptedUpstream.Request request = connection.request();
    if ((request.head() + request.body()).contains(failing)) {
      connection.sendResponse("503 Service Unavailable", "");
    } else if (request.head().startsWith("POST /v1/responses")) {
      connection.send(RecordedStream.HEADERS + "Connection: close\r\n\r\n");
      connection.send(RecordedResponse.of("Hello").toString());
    } else {
      connection.send(RecordedStream.HEADERS + "Connection: close\r\n\r\n");
      connection.send(RecordedStream.of("Hello"));
    }
  }
}
