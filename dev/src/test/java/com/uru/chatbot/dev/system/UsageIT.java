package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.JsonObject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(UruSystemExtension.class)
class UsageIT {
  private static final Offset<Double> ROUNDING = within(0.000_001);

  private final UruSystem uru;
  private final UruClient user;

  UsageIT(UruSystem uru) {
    this.uru = uru;
    user = uru.visitor();
    user.register(
        "usage-" + UUID.randomUUID() + "@example.org", UruSystem.PASSWORD, "=SUM(1), of all");
  }

  /** Asks and returns what the answer has used. */
  private JsonObject ask(String model) {
    String conversation = user.newConversation(model);
    Question question = Question.first(conversation, "How much is that?", model);
    user.ask(question, PracticeFault.FAST.key()).awaitEnd();
    return user.message(conversation, question.assistantMessageId()).getJsonObject("usage");
  }

  private static List<JsonObject> items(Answer answer) {
    return answer.expect(200).json().getJsonArray("items").getValuesAs(JsonObject.class);
  }

  private JsonObject price(String model) {
    return user.get("/models").json().getJsonArray("items").getValuesAs(JsonObject.class).stream()
        .filter(each -> each.getString("id").equals(model))
        .map(each -> each.getJsonObject("price"))
        .findFirst()
        .orElseThrow();
  }

  private double cost(JsonObject usage, JsonObject price) {
    int cached = usage.getInt("cachedTokens");
    double input = price.getJsonNumber("inputPerMillion").doubleValue();
    return (input * (usage.getInt("promptTokens") - cached)
            + price.getJsonNumber("cachedInputPerMillion").doubleValue() * cached
            + price.getJsonNumber("outputPerMillion").doubleValue()
                * usage.getInt("completionTokens"))
        / 1_000_000;
  }

  @Test
  void addsUpTokensAndListPricesByDayAndModel() {
    JsonObject first = ask("gpt-4o");
    JsonObject second = ask("gpt-4o");
    ask("gpt-4o-mini");

    JsonObject report = user.get("/me/usage").expect(200).json();

    LocalDate to = LocalDate.parse(report.getString("to"));
    assertThat(LocalDate.parse(report.getString("from"))).isEqualTo(to.minusDays(29));
    List<JsonObject> items = report.getJsonArray("items").getValuesAs(JsonObject.class);
    assertThat(items)
        .extracting(item -> item.getString("model"))
        .containsExactly("gpt-4o", "gpt-4o-mini");
    JsonObject item = items.get(0);
    assertThat(LocalDate.parse(item.getString("day"))).isBetween(to.minusDays(1), to);
    assertThat(item.isNull("user")).isTrue();
    assertThat(item.getInt("answers")).isEqualTo(2);
    for (String tokens : List.of("promptTokens", "cachedTokens", "completionTokens")) {
      assertThat(item.getInt(tokens))
          .as(tokens)
          .isEqualTo(first.getInt(tokens) + second.getInt(tokens));
    }
    JsonObject price = price("gpt-4o");
    assertThat(item.getJsonNumber("cost").doubleValue())
        .isCloseTo(cost(first, price) + cost(second, price), ROUNDING);
    assertThat(item.getString("currency")).isEqualTo("USD");
  }

  @Test
  void countsEveryAnswerOfManyAtTheSameTime() {
    List<EventStream> streams =
        IntStream.range(0, 8)
            .mapToObj(
                i -> {
                  String conversation = user.newConversation("gpt-4o");
                  return user.ask(
                      Question.first(conversation, "Number " + i, "gpt-4o"),
                      PracticeFault.FAST.key());
                })
            .toList();
    streams.forEach(EventStream::awaitEnd);

    List<JsonObject> items = items(user.get("/me/usage"));

    assertThat(items.stream().mapToInt(item -> item.getInt("answers")).sum()).isEqualTo(8);
  }

  @Test
  void showsTheAdministratorWhoHasUsedHowMuch() {
    JsonObject usage = ask("gpt-4o");
    UruClient admin = uru.signedIn(UruSystem.ADMINISTRATOR, UruSystem.PASSWORD);

    List<JsonObject> people = items(admin.get("/admin/usage?groupBy=user"));

    assertThat(people)
        .filteredOn(item -> item.getJsonObject("user").getString("email").equals(user.email()))
        .singleElement()
        .satisfies(
            item -> {
              assertThat(item.getInt("answers")).isEqualTo(1);
              assertThat(item.getInt("promptTokens")).isEqualTo(usage.getInt("promptTokens"));
              assertThat(item.isNull("model")).isTrue();
              assertThat(item.isNull("day")).isTrue();
            });
    assertThat(items(admin.get("/admin/usage?groupBy=model")))
        .extracting(item -> item.getString("model"))
        .contains("gpt-4o");
    assertThat(items(admin.get("/admin/usage")))
        .extracting(item -> item.getString("day"))
        .contains(LocalDate.now(ZoneOffset.UTC).toString());
    assertThat(items(uru.newUserOfAnotherTenant("admin").get("/admin/usage?groupBy=user")))
        .isEmpty();
    assertThat(items(uru.newUser().get("/me/usage"))).isEmpty();
  }

  @Test
  void writesFilesInWhichNothingIsCalculated() {
    JsonObject usage = ask("gpt-4o");
    UruClient admin = uru.signedIn(UruSystem.ADMINISTRATOR, UruSystem.PASSWORD);

    Answer own = csv(user, "/me/usage");
    Answer ofTenant = csv(admin, "/admin/usage?groupBy=user");

    assertThat(own.header("Content-Disposition")).matches("attachment; filename=\"[\\w-]+\\.csv\"");
    assertThat(own.body().lines().toList()).hasSize(2);
    assertThat(own.body())
        .startsWith("day,model,answers,prompt_tokens,")
        .contains(",gpt-4o,1," + usage.getInt("promptTokens") + ",")
        .contains(",USD\r\n");
    assertThat(ofTenant.body())
        .startsWith("email,name,answers,")
        .contains(user.email() + ",\"'=SUM(1), of all\",1,");
  }

  private static Answer csv(UruClient client, String path) {
    Answer answer = client.send("GET", path, null, Map.of("Accept", "text/csv")).expect(200);
    assertThat(answer.header("Content-Type")).startsWith("text/csv");
    return answer;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "from=2026-11-02&to=2026-11-01",
        "from=2025-01-01&to=2026-11-01",
        "from=yesterday",
        "from=-999999999-01-01",
        "to=%2B999999999-12-31"
      })
  void refusesPeriodsThatAreNone(String query) {
    user.get("/me/usage?" + query).expectProblem(400, "validation_failed");
  }

  @Test
  void showsNothingOfDaysOutsideThePeriod() {
    ask("gpt-4o");

    assertThat(items(user.get("/me/usage?from=2020-01-01&to=2020-12-31"))).isEmpty();
  }
}
