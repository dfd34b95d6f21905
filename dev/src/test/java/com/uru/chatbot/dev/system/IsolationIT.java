package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two users of one tenant, and one of another: nobody sees or touches what is not theirs. */
@ExtendWith(UruSystemExtension.class)
class IsolationIT {
  /** Whose things the intruder is after. */
  enum Victim {
    IN_THE_SAME_TENANT,
    IN_ANOTHER_TENANT
  }

  private final UruSystem uru;
  private UruClient intruder;
  private UruClient victim;
  private String conversation = "";
  private Question question = Question.first("", "", "");

  IsolationIT(UruSystem uru) {
    this.uru = uru;
    intruder = uru.visitor();
    victim = uru.visitor();
  }

  @BeforeEach
  void signIn() {
    intruder = uru.newUser();
  }

  @ParameterizedTest
  @EnumSource
  void answersForForeignIdsAsIfTheyDidNotExist(Victim whose) {
    let(whose);
    String unknown = UUID.randomUUID().toString();
    List<Call> foreign = calls(conversation, question.generationId());
    List<Call> missing = calls(unknown, unknown);
    for (int i = 0; i < foreign.size(); i++) {
      Answer toForeign = foreign.get(i).by(intruder);
      Answer toMissing = missing.get(i).by(intruder);

      assertThat(toForeign.status()).as(foreign.get(i).toString()).isEqualTo(404);
      assertThat(toForeign.comparableBody()).isEqualTo(toMissing.comparableBody());
    }
    Answer foreignPage = intruder.page(question.generationId(), "");
    foreignPage.expectProblem(404, "not_found");
    assertThat(foreignPage.comparableBody()).isEqualTo(intruder.page(unknown, "").comparableBody());
    assertThat(victim.get("/conversations/" + conversation).expect(200).json().getString("title"))
        .isNotEqualTo("Mine");
    assertThat(victim.messages(conversation)).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void listsNothingOfOthers(Victim whose) {
    let(whose);

    for (String list :
        List.of("/conversations", "/conversations?state=archived", "/generations?status=running")) {
      assertThat(intruder.get(list).expect(200).json().getJsonArray("items")).as(list).isEmpty();
    }
    String search = "/search?q=" + "Secret";
    assertThat(intruder.get(search).expect(200).json().getJsonArray("items")).isEmpty();
    assertThat(victim.get(search).expect(200).json().getJsonArray("items")).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void tellsNothingOfOthersInTheStreamOfEvents(Victim whose) {
    try (EventStream stream = intruder.events()) {
      stream.await("running");
      let(whose);
      try (EventStream ofVictim = victim.events()) {
        ofVictim.await("running");
        victim.delete("/conversations/" + conversation).expect(204);
        ofVictim.await("conversation_deleted");
      }

      // All nodes hear in the order of the commits, so nothing of the victim is still on its way.
      String own = intruder.newConversation("gpt-4o");
      stream.await("conversation_changed");

      assertThat(stream.events()).hasSize(2);
      assertThat(stream.events().get(1).data().getString("id")).isEqualTo(own);
    }
  }

  @ParameterizedTest
  @EnumSource
  void takesNoForeignMessageAsAParent(Victim whose) {
    let(whose);
    String own = intruder.newConversation("gpt-4o");

    Answer answer =
        intruder.askRefused(
            Question.after(own, question.assistantMessageId(), "Continue that", "gpt-4o"),
            PracticeFault.FAST.key());

    assertThat(answer.status()).as(answer.body()).isIn(400, 404);
    assertThat(intruder.messages(own)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void letsAForeignIdBeNoOracle(Victim whose) {
    let(whose);

    Answer answer =
        intruder.post(
            "/conversations",
            Json.createObjectBuilder().add("id", conversation).add("model", "gpt-4o").build());

    assertThat(answer.status()).as(answer.body()).isIn(201, 409);
    assertThat(answer.body()).doesNotContain("Secret");
    assertThat(victim.messages(conversation)).hasSize(2);
  }

  @Test
  void hidesConversationsFromTheAdministrator() {
    let(Victim.IN_THE_SAME_TENANT);
    UruClient administrator = uru.signedIn(UruSystem.ADMINISTRATOR, UruSystem.PASSWORD);

    administrator.get("/conversations/" + conversation).expectProblem(404, "not_found");
    administrator
        .get("/conversations/" + conversation + "/messages")
        .expectProblem(404, "not_found");
  }

  private record Call(String method, String path, @Nullable String body) {
    Answer by(UruClient client) {
      return client.send(method, path, body, Map.of("Uru-Provider-Key", PracticeFault.FAST.key()));
    }
  }

  private static List<Call> calls(String conversation, String generation) {
    String path = "/conversations/" + conversation;
    Question intrusion = Question.first(conversation, "Whose is this?", "gpt-4o");
    return List.of(
        new Call("GET", path, null),
        new Call("PATCH", path, "{\"title\":\"Mine\"}"),
        new Call("DELETE", path, null),
        new Call("GET", path + "/messages", null),
        new Call("POST", path + "/generations", intrusion.toJson().toString()),
        new Call("GET", "/generations/" + generation, null),
        new Call("GET", "/generations/" + generation + "/events", null),
        new Call("POST", "/generations/" + generation + "/stop", "{}"));
  }

  private void let(Victim whose) {
    victim =
        whose == Victim.IN_THE_SAME_TENANT ? uru.newUser() : uru.newUserOfAnotherTenant("user");
    conversation = victim.newConversation("gpt-4o");
    question = Question.first(conversation, "Secret of the victim", "gpt-4o");
    victim.ask(question, PracticeFault.FAST.key()).awaitLast();
    JsonObject tenant = victim.user().getJsonObject("tenant");
    assertThat(tenant.equals(intruder.user().getJsonObject("tenant")))
        .isEqualTo(whose == Victim.IN_THE_SAME_TENANT);
  }
}
