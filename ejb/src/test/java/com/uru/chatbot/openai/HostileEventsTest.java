package com.uru.chatbot.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.model.ChatModelEvent;
import com.uru.chatbot.model.ChatModelEvent.TextDelta;
import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.openai.upstream.OpenAiSettings;
import com.uru.chatbot.openai.upstream.UpstreamFixtures;
import com.uru.chatbot.providerkey.ProviderKey;
import com.uru.chatbot.shared.DomainException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An upstream that sends events and fields of its own invention: nothing of them is handed on, so
 * that no upstream can tell a browser to do something.
 */
@Timeout(60)
@SuppressWarnings("NullAway.Init")
class HostileEventsTest {
  private static final String CANARY = "canary";
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final int STREAMS = 50;
  private static final int EVENTS = 100;

  private static final List<String> NAMES =
      List.of(
          "", "event: execute\n", "event: canary\n", "id: canary\n", ": canary\n", "x: canary\n");

  private static final List<String> CHAT =
      List.of(
          "{'type':'execute','data':{'code':'canary'}}",
          "{'choices':[],'script':'canary'}",
          "{'choices':[{'index':0,'delta':{'execute':'canary','html':'canary'}}]}",
          "{'choices':[{'index':0,'delta':{'role':'canary'},'event':'canary'}]}",
          "{'choices':[{'index':0,'delta':{'content':{'type':'execute','code':'canary'}}}]}",
          "{'choices':'canary'}",
          "{'object':'canary','choices':[{'index':0,'delta':{'content':''}}],'usage':'canary'}");

  private static final List<String> RESPONSES =
      List.of(
          "{'type':'execute','code':'canary'}",
          "{'type':'response.canary.delta','delta':'canary'}",
          "{'type':'response.execute','output':[{'type':'text','text':'canary'}]}",
          "{'type':'response.output_item.added','item':{'type':'canary','text':'canary'}}",
          "{'type':'response.created','response':{'id':'canary'},'script':'canary'}",
          "{'type':['canary']}",
          "{'delta':'canary'}");

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
  @ValueSource(booleans = {false, true})
  void nothingOfUnknownEventsAndFieldsIsHandedOn(boolean ofResponses) {
    Random random = new Random(7);
    int withText = 0;
    for (int i = 0; i < STREAMS; i++) {
      String stream = stream(random, ofResponses);
      upstream.answers(
          connection -> {
            connection.send(RecordedStream.HEADERS + "Connection: close\r\n\r\n");
            connection.send(stream);
          });
      List<ChatModelEvent> events =
          ofResponses ? ask(responses, "gpt-6.2-sol") : ask(chat, "gpt-4o");

      assertThat(events.toString()).as(stream).doesNotContain(CANARY);
      withText += events.contains(new TextDelta("Hello")) ? 1 : 0;
    }
    assertThat(withText).isEqualTo(STREAMS);
  }

  private static String stream(Random random, boolean ofResponses) {
    StringBuilder stream = new StringBuilder();
    stream.append(event(ofResponses ? text() : chunk()));
    for (int i = 0; i < EVENTS; i++) {
      List<String> payloads = ofResponses ? RESPONSES : CHAT;
      stream
          .append(NAMES.get(random.nextInt(NAMES.size())))
          .append(event(payloads.get(random.nextInt(payloads.size()))));
    }
    return stream.append(RecordedStream.DONE).toString();
  }

  private static String chunk() {
    return "{'choices':[{'index':0,'delta':{'content':'Hello'}}]}";
  }

  private static String text() {
    return "{'type':'response.output_text.delta','item_id':'1','output_index':0,"
        + "'content_index':0,'delta':'Hello'}";
  }

  private static String event(String json) {
    return "data: " + json.replace('\'', '"') + "\n\n";
  }

  /** The end of such a stream may be a failure; what came before counts. */
  private static List<ChatModelEvent> ask(ConnectedModel connected, String model) {
    List<ChatModelEvent> events = new ArrayList<>();
    ChatRequest request =
        new ChatRequest(
            model,
            List.of(ChatRequest.Turn.user("Hi")),
            new ChatRequest.Parameters(null, 100, null));
    try {
      StreamedAnswer.toEnd(
          connected.model().prepare(request, new ProviderKey("sk-0123456789".toCharArray())),
          events::add);
    } catch (DomainException broken) {
      assertThat(broken.getMessage()).doesNotContain(CANARY);
    }
    return events;
  }
}
