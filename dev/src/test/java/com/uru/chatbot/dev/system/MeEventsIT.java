package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.EventStream.Event;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The event stream of a user, and the page of events that completes it. */
@ExtendWith(UruSystemExtension.class)
class MeEventsIT {
  private static final int MAX_PER_USER = 20;

  private final UruSystem uru;
  private UruClient phone;
  private UruClient laptop;

  MeEventsIT(UruSystem uru) {
    this.uru = uru;
    phone = uru.visitor();
    laptop = uru.visitor();
  }

  @BeforeEach
  void signIn() {
    phone = uru.newUser();
    laptop = uru.signedIn(phone.email(), UruSystem.PASSWORD);
  }

  private static String key(PracticeFault fault) {
    return fault.key(UUID.randomUUID().toString());
  }

  private static Event awaitChange(EventStream stream, String name, String id) {
    return stream.await(
        name + " of " + id,
        event -> event.name().equals(name) && event.data().getString("id").equals(id));
  }

  private static boolean isOf(Event event, String generationId) {
    return event.name().equals("generation")
        && event.data().getString("generationId").equals(generationId);
  }

  private static boolean isLastOf(Event event, String generationId) {
    return isOf(event, generationId)
        && List.of("completed", "stopped", "incomplete", "interrupted", "failed")
            .contains(event.data().getString("event"));
  }

  @Test
  void beginsWithTheRunningAnswers() {
    Question question = Question.first(phone.newConversation("gpt-4o"), "Slowly", "gpt-4o");
    phone.ask(question, key(PracticeFault.SLOW)).awaitText(20);

    try (EventStream stream = laptop.events()) {
      Event first = stream.await("an event", event -> true);

      assertThat(first.name()).isEqualTo("running");
      JsonObject running = first.data().getJsonArray("generations").getJsonObject(0);
      assertThat(running.getJsonNumber("position").longValue()).isPositive();
      assertThat(running.getJsonObject("generation"))
          .isEqualTo(phone.get("/generations/" + question.generationId()).json());
    }
    phone.stop(question.generationId());
  }

  @Test
  void showsOnAnotherDeviceWhatIsDoneWithConversations() {
    try (EventStream stream = laptop.events()) {
      stream.await("running");

      String conversation = phone.newConversation("gpt-4o");
      assertThat(awaitChange(stream, "conversation_changed", conversation).data().getInt("version"))
          .isEqualTo(1);
      phone
          .patch(
              "/conversations/" + conversation,
              Json.createObjectBuilder().add("title", "Bread").build())
          .expect(200);
      stream.await(
          "the rename",
          event ->
              event.name().equals("conversation_changed") && event.data().getInt("version") == 2);
      phone.delete("/conversations/" + conversation).expect(204);

      awaitChange(stream, "conversation_deleted", conversation);
    }
  }

  @Test
  void showsAQuestionAndItsAnswerOnAnotherDevice() {
    String conversation = phone.newConversation("gpt-4o");
    Question question = Question.first(conversation, "How do I bake bread?", "gpt-4o");
    try (EventStream stream = laptop.events()) {
      stream.await("running");
      Instant asked = Instant.now();
      EventStream own = phone.ask(question, key(PracticeFault.NONE));

      Event started = stream.await("generation_started");
      Event first = stream.await("its first event", e -> isOf(e, question.generationId()));
      stream.await("its end", event -> isLastOf(event, question.generationId()));
      own.awaitLast();

      assertThat(started.data().getJsonObject("generation").getString("id"))
          .isEqualTo(question.generationId());
      assertThat(Duration.between(asked, started.at())).isLessThan(Duration.ofSeconds(2));
      assertThat(first.data().getString("event")).isEqualTo("started");
      assertThat(first.data().getInt("after")).isZero();
      assertThat(stream.events().stream().filter(e -> e.name().equals("generation_started")))
          .hasSize(1);
      awaitChange(stream, "conversation_changed", conversation);
      UserEventReader reader = new UserEventReader();
      reader.read(laptop, stream.events());
      assertThat(reader.text(question.generationId())).isEqualTo(own.text());
      assertThat(last(reader.events(question.generationId())).data())
          .isEqualTo(last(own.events()).data());
    }
  }

  private static Event last(List<Event> events) {
    return events.get(events.size() - 1);
  }

  @Test
  void carriesSevenAnswersOnOneConnection() {
    List<Question> questions = new ArrayList<>();
    List<EventStream> own = new ArrayList<>();
    try (EventStream stream = laptop.events()) {
      for (int i = 0; i < 7; i++) {
        Question question =
            Question.first(phone.newConversation("gpt-4o"), "Question " + i, "gpt-4o");
        questions.add(question);
        own.add(phone.ask(question, key(i % 2 == 0 ? PracticeFault.NONE : PracticeFault.FAST)));
      }
      for (Question question : questions) {
        stream.await("its end", event -> isLastOf(event, question.generationId()));
      }

      UserEventReader reader = new UserEventReader();
      reader.begin(laptop, stream);
      reader.read(laptop, stream.events());
      for (int i = 0; i < questions.size(); i++) {
        own.get(i).awaitLast();
        assertThat(reader.text(questions.get(i).generationId()))
            .isEqualTo(own.get(i).text())
            .isNotEmpty();
      }
    }
  }

  @Test
  void resumesOnANewStreamWithNeitherGapNorRepeat() {
    Question question = Question.first(phone.newConversation("gpt-4o"), "Everything", "gpt-4o");
    EventStream own = phone.ask(question, key(PracticeFault.SLOW));
    String id = question.generationId();
    UserEventReader reader = new UserEventReader();
    for (int part = 0; part < 5; part++) {
      try (EventStream stream = laptop.events()) {
        reader.begin(laptop, stream);
        stream.await("text", event -> isOf(event, id));
        reader.read(laptop, stream.events());
      }
    }
    try (EventStream stream = laptop.events()) {
      reader.begin(laptop, stream);
      phone.stop(id).expect(204);
      stream.await("the end", event -> isLastOf(event, id));
      reader.read(laptop, stream.events());
    }

    own.awaitLast();
    assertThat(reader.text(id)).isEqualTo(own.text());
    assertThat(reader.hasEnded(id)).isTrue();
  }

  @Test
  void cutsAPageExactlyAndSaysWhetherTheAnswerHasEnded() {
    Question question = Question.first(phone.newConversation("gpt-4o"), "Hello", "gpt-4o");
    String id = question.generationId();
    EventStream stream = phone.ask(question, key(PracticeFault.FAST));
    stream.awaitLast();
    List<Event> events = stream.events();
    long middle = events.get(events.size() / 2).id();

    JsonObject first = phone.page(id, "?until=" + middle).expect(200).json();
    JsonObject second = phone.page(id, "?after=" + middle).expect(200).json();

    assertThat(first.getBoolean("ended")).isFalse();
    assertThat(second.getBoolean("ended")).isTrue();
    List<JsonObject> firstEvents = first.getJsonArray("events").getValuesAs(JsonObject.class);
    assertThat(firstEvents.get(0).getString("event")).isEqualTo("started");
    assertThat(firstEvents.get(firstEvents.size() - 1).getJsonNumber("id").longValue())
        .isEqualTo(middle);
    assertThat(text(first) + text(second)).isEqualTo(stream.text());
    JsonObject nothing = phone.page(id, "?after=" + stream.lastId()).expect(200).json();
    assertThat(nothing.getJsonArray("events")).isEmpty();
    assertThat(nothing.getBoolean("ended")).isTrue();
  }

  private static String text(JsonObject page) {
    StringBuilder text = new StringBuilder();
    for (JsonObject event : page.getJsonArray("events").getValuesAs(JsonObject.class)) {
      if (event.getString("event").equals("delta")) {
        text.append(event.getJsonObject("data").getString("text"));
      }
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"?after=-1", "?after=x", "?until=-1", "?until=1.5", "?after=9&until=8"})
  void refusesAPageThatCannotBe(String query) {
    Question question = Question.first(phone.newConversation("gpt-4o"), "Hello", "gpt-4o");
    phone.ask(question, key(PracticeFault.FAST)).awaitLast();

    phone.page(question.generationId(), query).expectProblem(400, "validation_failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/event-stream", "*/*", "application/json;q=0.1, text/event-stream"})
  void streamsTheEventsOfAGenerationForEverybodyElse(String accept) {
    Question question = Question.first(phone.newConversation("gpt-4o"), "Hello", "gpt-4o");
    phone.ask(question, key(PracticeFault.FAST)).awaitLast();

    Answer answer =
        phone.send(
            "GET",
            "/generations/" + question.generationId() + "/events",
            null,
            Map.of("Accept", accept));

    assertThat(answer.expect(200).header("Content-Type")).startsWith("text/event-stream");
    assertThat(answer.body()).contains("event: completed");
  }

  @Test
  void answersAPageAsPlainJson() {
    Question question = Question.first(phone.newConversation("gpt-4o"), "Hello", "gpt-4o");
    phone.ask(question, key(PracticeFault.FAST)).awaitLast();

    assertThat(phone.page(question.generationId(), "").expect(200).header("Content-Type"))
        .isEqualTo("application/json");
  }

  @Test
  void refusesToFollowAnythingElse() {
    phone.get("/me/events?follow=some").expectProblem(400, "validation_failed");
    uru.visitor().get("/me/events").expectProblem(401, "unauthenticated");
  }

  @Test
  void endsWithTheSessionAndSaysSo() {
    EventStream ended = phone.events();
    EventStream other = laptop.events();
    ended.await("running");
    other.await("running");

    phone.post("/auth/logout", null).expect(204);
    Instant signedOut = Instant.now();
    ended.awaitEnd();

    assertThat(Duration.between(signedOut, Instant.now())).isLessThan(Duration.ofSeconds(5));
    assertThat(last(ended.events()).name()).isEqualTo("session_ended");
    assertThat(ended.isWhole()).isTrue();
    laptop.newConversation("gpt-4o");
    other.await("conversation_changed");
    other.close();
  }

  @Test
  void limitsTheStreamsOfAUserAndSaysSo() {
    List<EventStream> open = new ArrayList<>();
    for (int i = 0; i < MAX_PER_USER; i++) {
      open.add(phone.events());
    }

    Answer refusal = phone.send("GET", "/me/events", null, Map.of("Accept", "text/event-stream"));
    JsonObject problem = refusal.expectProblem(429, "too_many_streams");
    assertThat(problem.getString("detail")).contains("20").contains("browsers");
    assertThat(problem.getInt("limit")).isEqualTo(MAX_PER_USER);
    assertThat(refusal.header("Retry-After")).isNotBlank();
    // They take none of the places of answers.
    Question question = Question.first(phone.newConversation("gpt-4o"), "Hello", "gpt-4o");
    assertThat(phone.ask(question, key(PracticeFault.FAST)).awaitLast().name())
        .isEqualTo("completed");
    open.forEach(EventStream::close);
    Eventually.within(
        Duration.ofSeconds(60),
        "a place",
        () -> {
          // A closed connection is noticed when something is written to it.
          phone.newConversation("gpt-4o");
          UruClient.Opened opened = phone.tryEvents("none");
          if (opened.stream() == null) {
            return false;
          }
          opened.stream().close();
          return true;
        });
  }
}
