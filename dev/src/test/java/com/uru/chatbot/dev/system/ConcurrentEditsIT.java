package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two devices of one user at the same conversation (fault T16). */
@ExtendWith(UruSystemExtension.class)
@Tag("faults")
class ConcurrentEditsIT {
  private final UruSystem uru;
  private final ExecutorService devices = Executors.newCachedThreadPool();
  private UruClient phone;
  private UruClient laptop;
  private String conversation = "";
  private Question first;

  ConcurrentEditsIT(UruSystem uru) {
    this.uru = uru;
    phone = uru.visitor();
    laptop = uru.visitor();
    first = Question.first("", "", "");
  }

  @BeforeEach
  void askOnce() {
    phone = uru.newUser();
    laptop = uru.signedIn(phone.email(), UruSystem.PASSWORD);
    conversation = phone.newConversation("gpt-4o");
    first = Question.first(conversation, "Hello", "gpt-4o");
    phone.ask(first, PracticeFault.FAST.key()).awaitLast();
  }

  @AfterEach
  void stop() {
    devices.shutdownNow();
  }

  @Test
  void letsOnlyOneOfTwoTitlesWin() {
    int version = phone.get("/conversations/" + conversation).json().getInt("version");

    List<Integer> statuses =
        atOnce(
            () -> rename(phone, "From the phone", version),
            () -> rename(laptop, "From the laptop", version));

    assertThat(statuses).containsExactlyInAnyOrder(200, 412);
  }

  private int rename(UruClient device, String title, int version) {
    return device
        .send(
            "PATCH",
            "/conversations/" + conversation,
            Json.createObjectBuilder().add("title", title).build().toString(),
            Map.of(
                "Content-Type", "application/merge-patch+json", "If-Match", "\"" + version + "\""))
        .status();
  }

  @Test
  void answersAQuestionAgainOnOneDeviceOnly() {
    List<Integer> statuses =
        atOnce(() -> regenerate(phone), () -> regenerate(laptop), () -> regenerate(laptop));

    assertThat(statuses).contains(202).allMatch(status -> status == 202 || status == 409);
    awaitRest();
    long started = statuses.stream().filter(status -> status == 202).count();
    assertThat(phone.messages(conversation)).hasSize(2 + (int) started);
    assertWhole();
  }

  /** Slow enough to be running still when the other device asks. */
  private int regenerate(UruClient device) {
    return device
        .send(
            "POST",
            "/conversations/" + conversation + "/generations",
            Json.createObjectBuilder()
                .add("id", UUID.randomUUID().toString())
                .add("parentId", first.messageId())
                .add("assistantMessageId", UUID.randomUUID().toString())
                .add("model", "gpt-4o")
                .add("parameters", Json.createObjectBuilder().add("maxOutputTokens", 20))
                .build()
                .toString(),
            Map.of("Accept", "application/json", "Uru-Provider-Key", PracticeFault.SLOW.key()))
        .status();
  }

  @Test
  void keepsBothEditsAsSiblings() {
    Question fromPhone = Question.first(conversation, "Edited on the phone", "gpt-4o");
    Question fromLaptop = Question.first(conversation, "Edited on the laptop", "gpt-4o");

    List<Integer> statuses = atOnce(() -> ask(phone, fromPhone), () -> ask(laptop, fromLaptop));

    assertThat(statuses).containsOnly(200);
    awaitRest();
    assertThat(phone.messages(conversation))
        .extracting(message -> message.getString("id"))
        .contains(
            fromPhone.messageId(),
            fromPhone.assistantMessageId(),
            fromLaptop.messageId(),
            fromLaptop.assistantMessageId());
    assertWhole();
  }

  @RepeatedTest(5)
  void leavesNothingBehindWhenOneDeviceDeletesWhatTheOtherWorksOn() {
    Question edit = Question.first(conversation, "Edited", "gpt-4o");

    List<Integer> statuses =
        atOnce(
            () -> ask(phone, edit),
            () -> regenerate(phone),
            () -> laptop.delete("/conversations/" + conversation).status());

    assertThat(statuses.get(0)).isIn(200, 404);
    assertThat(statuses.get(1)).isIn(202, 404, 409);
    assertThat(statuses.get(2)).isEqualTo(204);
    awaitRest();
    phone.get("/conversations/" + conversation).expectProblem(404, "not_found");
    assertThat(count("select count(*) from messages where conversation_id = cast(? as uuid)"))
        .isZero();
    assertThat(count("select count(*) from generations where conversation_id = cast(? as uuid)"))
        .isZero();
  }

  private static int ask(UruClient device, Question question) {
    UruClient.Opened opened = device.tryAsk(question, PracticeFault.NONE.key());
    if (opened.stream() != null) {
      opened.stream().awaitEnd();
    }
    return opened.status();
  }

  @SafeVarargs
  private List<Integer> atOnce(Supplier<Integer>... actions) {
    List<CompletableFuture<Integer>> statuses = new ArrayList<>();
    for (Supplier<Integer> action : actions) {
      statuses.add(CompletableFuture.supplyAsync(action, devices));
    }
    return statuses.stream().map(CompletableFuture::join).toList();
  }

  private void awaitRest() {
    Eventually.within(
        Duration.ofSeconds(20),
        "everything to end",
        () ->
            count(
                    "select count(*) from generations where status = 'streaming' and conversation_id"
                        + " = cast(? as uuid)")
                == 0);
  }

  /** No message without its parent, none streaming, and the conversation counts them right. */
  private void assertWhole() {
    List<JsonObject> messages = phone.messages(conversation);
    List<String> ids = messages.stream().map(message -> message.getString("id")).toList();
    assertThat(messages)
        .allMatch(
            message -> message.isNull("parentId") || ids.contains(message.getString("parentId")))
        .noneMatch(message -> message.getString("status").equals("streaming"));
    JsonObject kept = phone.get("/conversations/" + conversation).expect(200).json();
    assertThat(kept.getInt("messageCount")).isEqualTo(messages.size());
    assertThat(ids).contains(kept.getString("headMessageId"));
  }

  private long count(String query) {
    return uru.select(query, row -> row.getLong(1), conversation).get(0);
  }
}
