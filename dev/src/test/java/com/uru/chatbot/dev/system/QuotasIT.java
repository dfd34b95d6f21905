package com.uru.chatbot.dev.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits of what is used, each in a tenant of its own, whose administrator asks. */
@ExtendWith(UruSystemExtension.class)
class QuotasIT {
  private static final String MODEL = "gpt-4o";

  private final UruClient admin;

  QuotasIT(UruSystem uru) {
    admin = uru.newUserOfAnotherTenant("admin");
  }

  private static JsonObject json(String text) {
    return Json.createReader(new StringReader(text.replace('\'', '"'))).readObject();
  }

  private void set(String settings) {
    admin.patch("/admin/settings", json(settings)).expect(200);
  }

  private Question ask() {
    Question question = Question.first(admin.newConversation(MODEL), "How much?", MODEL);
    admin.ask(question, PracticeFault.FAST.key()).awaitEnd();
    return question;
  }

  private static List<JsonObject> quotas(JsonObject report, String member) {
    return report.getJsonArray(member).getValuesAs(JsonObject.class);
  }

  private JsonObject onlyQuota() {
    List<JsonObject> quotas = quotas(admin.get("/me/usage").expect(200).json(), "quotas");
    assertThat(quotas).hasSize(1);
    return quotas.get(0);
  }

  private Answer askOnce(String conversation, Map<String, String> more) {
    return admin.send(
        "POST",
        "/conversations/" + conversation + "/generations",
        Question.first(conversation, "One more?", MODEL).toJson().toString(),
        more);
  }

  private static Map<String, String> headers(String accept) {
    return Map.of("Accept", accept, "Uru-Provider-Key", PracticeFault.FAST.key());
  }

  @ParameterizedTest
  @CsvSource({"application/json", "text/event-stream"})
  void refuseQuestionsWithTheFiguresAndKeepNothingOfThem(String accept) {
    Question asked = ask();
    set("{'userTokensPerDay': 1}");
    JsonObject quota = onlyQuota();
    assertThat(quota.getString("state")).isEqualTo("reached");

    Answer refusal = askOnce(asked.conversationId(), headers(accept));

    JsonObject problem = refusal.expectProblem(429, "quota_exceeded");
    String tomorrow = LocalDate.now(ZoneOffset.UTC).plusDays(1) + "T00:00:00Z";
    assertThat(problem.getString("owner")).isEqualTo("user");
    assertThat(problem.getString("period")).isEqualTo("day");
    assertThat(problem.getInt("limit")).isEqualTo(1);
    assertThat(problem.getInt("used")).isEqualTo(quota.getInt("used")).isGreaterThan(1);
    assertThat(problem.getString("renewsAt")).isEqualTo(tomorrow);
    assertThat(problem.getString("detail")).contains("of the 1 tokens");
    assertThat(refusal.header("RateLimit-Limit")).isEqualTo("1");
    assertThat(refusal.header("RateLimit-Remaining")).isEqualTo("0");
    assertThat(Long.parseLong(refusal.header("Retry-After"))).isBetween(1L, 86_400L);
    assertThat(
            admin
                .get("/conversations/" + asked.conversationId() + "/messages")
                .json()
                .getJsonArray("items"))
        .as("question and answer of before")
        .hasSize(2);
    set("{'userTokensPerDay': null}");
    ask();
  }

  @Test
  void limitMoneyOfAllPeopleTogether() {
    ask();
    set("{'tenantCostPerMonth': 0.01}");
    JsonObject quota = onlyQuota();
    assertThat(quota.getString("owner")).isEqualTo("tenant");
    assertThat(quota.getString("currency")).isEqualTo("USD");
    assertThat(quota.getString("state")).isEqualTo("ok");
    assertThat(quota.getJsonNumber("used").doubleValue()).isBetween(0.000_001, 0.01);
    assertThat(quotas(admin.get("/admin/usage").expect(200).json(), "quotas"))
        .extracting(each -> each.getString("measure"))
        .containsExactly("cost");

    String conversation = admin.newConversation(MODEL);
    Question expensive = Question.first(conversation, "word ".repeat(10_000), MODEL);
    admin.ask(expensive, PracticeFault.FAST.key()).awaitEnd();
    Eventually.within(
        Duration.ofSeconds(10),
        "the sum of the organisation is read again",
        () -> onlyQuota().getString("state").equals("reached"));

    JsonObject problem =
        askOnce(conversation, headers("application/json")).expectProblem(429, "quota_exceeded");
    assertThat(problem.getString("owner")).isEqualTo("tenant");
    assertThat(problem.getString("detail")).contains("of the $0.01");
  }

  @Test
  void areSetByPeopleForThemselves() {
    Question asked = ask();

    JsonObject before = admin.get("/me/quotas").expect(200).json();
    JsonObject after = admin.patch("/me/quotas", json("{'tokensPerMonth': 1}")).expect(200).json();

    assertThat(before.getJsonObject("own").isNull("tokensPerMonth")).isTrue();
    assertThat(quotas(before, "items")).isEmpty();
    assertThat(after.getJsonObject("own").getInt("tokensPerMonth")).isEqualTo(1);
    assertThat(quotas(after, "items"))
        .extracting(each -> each.getString("owner"), each -> each.getString("state"))
        .containsExactly(tuple("own", "reached"));
    JsonObject problem =
        askOnce(asked.conversationId(), headers("application/json"))
            .expectProblem(429, "quota_exceeded");
    assertThat(problem.getString("title")).isEqualTo("Your own budget is used up");
    admin.patch("/me/quotas", json("{'tokensPerMonth': null, 'costPerDay': 100.5}")).expect(200);
    ask();
    assertThat(onlyQuota().getJsonNumber("limit").doubleValue()).isEqualTo(100.5);
  }

  @Test
  void limitTheQuestionsOfAllPeopleInAMinute() {
    set("{'tenantQuestionsPerMinute': 1}");
    Question asked = ask();

    Answer refusal = askOnce(asked.conversationId(), headers("application/json"));

    JsonObject problem = refusal.expectProblem(429, "rate_limited");
    assertThat(problem.getString("detail")).contains("1 questions of your organisation");
    assertThat(refusal.header("RateLimit-Limit")).isEqualTo("1");
    assertThat(admin.messages(asked.conversationId())).hasSize(2);
  }

  @Test
  void limitTheNumberOfConversationsUntilOneIsDeleted() {
    String first = admin.newConversation(MODEL);
    set("{'userConversations': 2}");
    admin.newConversation(MODEL);
    assertThat(onlyQuota().getInt("used")).isEqualTo(2);
    assertThat(onlyQuota().isNull("period")).isTrue();

    JsonObject problem =
        admin
            .post("/conversations", json("{'model': '" + MODEL + "'}"))
            .expectProblem(429, "quota_exceeded");

    assertThat(problem.getString("measure")).isEqualTo("conversations");
    assertThat(problem.getInt("limit")).isEqualTo(2);
    assertThat(problem.getInt("used")).isEqualTo(2);
    admin.ask(Question.first(first, "In an old one?", MODEL), PracticeFault.FAST.key()).awaitEnd();
    String unborn = UUID.randomUUID().toString();
    JsonObject inNew =
        Json.createObjectBuilder(Question.first(unborn, "In a new one?", MODEL).toJson())
            .add("conversation", JsonValue.EMPTY_JSON_OBJECT)
            .build();
    admin
        .send(
            "POST",
            "/conversations/" + unborn + "/generations",
            inNew.toString(),
            headers("application/json"))
        .expectProblem(429, "quota_exceeded");
    admin.get("/conversations/" + unborn).expect(404);
    admin.delete("/conversations/" + first).expect(204);
    admin.newConversation(MODEL);
  }

  @Test
  void limitTheBytesOfQuestionsAndAnswers() {
    String conversation = admin.newConversation(MODEL);
    for (int i = 0; i < 3; i++) {
      admin
          .ask(Question.first(conversation, "x".repeat(200_000), MODEL), PracticeFault.FAST.key())
          .awaitEnd();
    }
    set("{'userStorageMegabytes': 1, 'tenantStorageMegabytes': 2}");
    JsonObject stored = quotas(admin.get("/me/usage").expect(200).json(), "quotas").get(0);
    long texts =
        admin.messages(conversation).stream()
            .mapToLong(message -> message.getString("text").getBytes(UTF_8).length)
            .sum();
    assertThat(stored.getJsonNumber("used").longValue()).isEqualTo(texts);
    assertThat(quotas(admin.get("/admin/usage").expect(200).json(), "quotas"))
        .extracting(each -> each.getString("owner"), each -> each.getString("measure"))
        .containsExactly(tuple("tenant", "bytes"));

    JsonObject problem = overfill(conversation);

    assertThat(problem.getString("measure")).isEqualTo("bytes");
    assertThat(problem.getString("detail")).contains("of the 1 MB");
    admin.delete("/conversations/" + conversation).expect(204);
    JsonObject quota = quotas(admin.get("/me/quotas").expect(200).json(), "items").get(0);
    assertThat(quota.getInt("used")).isZero();
  }

  /** Asks until there is no room; each question has a fifth of it. */
  private JsonObject overfill(String conversation) {
    for (int i = 0; i < 5; i++) {
      Answer answer =
          admin.send(
              "POST",
              "/conversations/" + conversation + "/generations",
              Question.first(conversation, "x".repeat(200_000), MODEL).toJson().toString(),
              headers("application/json"));
      if (answer.status() != 202) {
        return answer.expectProblem(429, "quota_exceeded");
      }
    }
    throw new AssertionError("There was always room");
  }

  @ParameterizedTest
  @CsvSource({
    "tokensPerDay, 0",
    "tokensPerDay, 1.5",
    "tokensPerMonth, 1e30",
    "costPerDay, 0",
    "costPerDay, 0.001",
    "costPerMonth, 1e300"
  })
  void refuseLimitsThatAreNone(String field, String value) {
    assertThat(violated(admin.patch("/me/quotas", json("{'" + field + "': " + value + "}"))))
        .isEqualTo(field);
    String setting = "user" + field.substring(0, 1).toUpperCase(Locale.ROOT);
    setting += field.substring(1);
    assertThat(violated(admin.patch("/admin/settings", json("{'" + setting + "': " + value + "}"))))
        .isEqualTo(setting);
  }

  private static String violated(Answer answer) {
    return answer
        .expectProblem(400, "validation_failed")
        .getJsonArray("violations")
        .getJsonObject(0)
        .getString("field");
  }
}
