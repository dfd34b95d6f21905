package com.uru.chatbot.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.uru.chatbot.settings.TenantSettings;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCatalogTest {
  private static final String[] PROMISED = {
    "gpt-4o", "gpt-4o-mini", "o1", "o1-mini", "gpt-4-turbo", "gpt-4", "gpt-3.5-turbo"
  };

  private final ModelCatalog catalog = ModelCatalog.builtIn(on("2026-11-28"));

  @Test
  void describesEveryModelCompletely() {
    assertThat(catalog.models())
        .extracting(ModelOffer::model)
        .allSatisfy(
            model -> {
              assertThat(model.label()).isNotBlank();
              assertThat(model.description()).isNotBlank();
              assertThat(model.price()).isNotNull();
              assertThat(model.known()).isTrue();
              assertThat(model.maxInputTokens()).isBetween(1, model.contextWindow());
              assertThat(model.maxOutputTokens()).isBetween(1, model.contextWindow());
              assertThat(model.shutdownDate() == null).isEqualTo(model.successor() == null);
            })
        .doesNotHaveDuplicates();
  }

  @Test
  void hasFewNamesForStatistics() {
    assertThat(catalog.knownName("gpt-4o")).isEqualTo("gpt-4o");
    assertThat(catalog.knownName("gpt-4o-2024-08-06")).isEqualTo("gpt-4o");
    assertThat(catalog.knownName("gpt-4o-of-a-stranger")).isEqualTo("other");
    assertThat(catalog.knownName("")).isEqualTo("other");
  }

  @Test
  void namesSuccessorsThatLive() {
    for (ModelOffer offer : ModelCatalog.builtIn(on("2027-06-01")).models()) {
      String successor = offer.model().successor();
      if (successor != null) {
        assertThat(catalog.require(successor).known()).isTrue();
        assertThat(catalog.require(successor).shutdownDate()).isNull();
      }
    }
  }

  @Test
  void knowsWhatGpt62SolAcceptsAndCosts() {
    Model sol = catalog.require("gpt-6.2-sol");

    assertThat(sol.contextWindow()).isEqualTo(1_050_000);
    assertThat(sol.maxInputTokens()).isEqualTo(922_000);
    assertThat(sol.maxOutputTokens()).isEqualTo(128_000);
    assertThat(sol.efforts()).containsExactly("low", "medium", "high", "xhigh", "max");
    assertThat(sol.price())
        .isEqualTo(
            new Model.Price(
                new BigDecimal("2"),
                new BigDecimal("0.1"),
                new BigDecimal("2.5"),
                new BigDecimal("10"),
                "USD",
                new Model.LongContext(272_000, new BigDecimal("2"), new BigDecimal("1.5"))));
  }

  @Test
  void knowsWhatO1Accepts() {
    Model o1 = catalog.require("o1");

    assertThat(o1.contextWindow()).isEqualTo(200_000);
    assertThat(o1.maxOutputTokens()).isEqualTo(100_000);
    assertThat(o1.capabilities())
        .isEqualTo(new ModelCapabilities(true, false, true, true, true, true));
    assertThat(o1.shutdownDate()).isEqualTo("2026-10-23");
  }

  @Test
  void offersEveryPromisedModelWithTheTruthAboutIt() {
    assertThat(available(catalog.models())).contains("gpt-4o", "gpt-4o-mini");
    assertThat(unavailable(catalog.models()))
        .containsExactly("o1", "o1-mini", "gpt-4-turbo", "gpt-4", "gpt-3.5-turbo");
  }

  @Test
  void endsAModelOnItsShutdownDate() {
    assertThat(available(ModelCatalog.builtIn(on("2027-01-13")).models())).contains("gpt-4o");
    assertThat(unavailable(ModelCatalog.builtIn(on("2027-01-14")).models())).contains("gpt-4o");
    assertThat(unavailable(ModelCatalog.builtIn(on("2027-01-15")).models()))
        .contains(PROMISED)
        .contains("gpt-5", "o3", "gpt-4.1-mini")
        .doesNotContain("gpt-5.1", "gpt-6-luna");
  }

  @Test
  void startsWithTheBestModelThatLives() {
    assertThat(catalog.defaultModel().id()).isEqualTo("gpt-6.2-sol");
    assertThat(
            with(Map.of("default", "gpt-4o,gpt-5.1,gpt-6-luna"), "2027-01-15").defaultModel().id())
        .isEqualTo("gpt-5.1");
    assertThat(with(Map.of("default", "llama-3.3"), "2027-01-15").defaultModel().id())
        .isEqualTo("llama-3.3");
    assertThat(with(Map.of("allowed", "gpt-*-luna"), "2027-01-15").defaultModel().id())
        .isEqualTo("gpt-6-luna");
    assertThat(with(Map.of("allowed", "Llama-3.3,qwen*"), "2027-01-15").defaultModel().id())
        .isEqualTo("Llama-3.3");
    assertThat(with(Map.of("allowed", "gpt-4"), "2027-01-15").defaultModel().id())
        .isEqualTo("gpt-4");
  }

  @Test
  void stopsTheStartWhenNoModelHasAName() {
    ModelCatalog empty = with(Map.of("allowed", "llama*"), "2026-11-28");

    assertThatThrownBy(() -> empty.requireAtStart("start"))
        .isInstanceOf(InvalidModelsException.class)
        .hasMessageContaining("URU_MODELS_DEFAULT");
  }

  @Test
  void startsWithTheBestModelOfTheKey() {
    assertThat(catalog.defaultModel(List.of("gpt-4o", "gpt-6-luna"))).contains("gpt-6-luna");
    assertThat(catalog.defaultModel(List.of("x", "gpt-9-sol", "gpt-4o"))).contains("gpt-9-sol");
    assertThat(catalog.defaultModel(List.of("x", "y"))).contains("x");
    assertThat(catalog.defaultModel(List.of())).isEmpty();
    assertThat(
            with(Map.of("default", "*-mini,gpt-4o"), "2026-11-28")
                .defaultModel(List.of("gpt-4o", "gpt-5.4-mini")))
        .contains("gpt-5.4-mini");
  }

  @Test
  void writesTitlesWithCheapModelsThatNeedNotReason() {
    assertThat(catalog.titleModel().id()).isEqualTo("gpt-6-luna");
    assertThat(catalog.titleModels())
        .allSatisfy(
            model ->
                assertThat(model.efforts().isEmpty() || model.efforts().contains("none")).isTrue());
    assertThat(ModelCatalog.builtIn(on("2027-01-15")).titleModels())
        .extracting(Model::id)
        .contains("gpt-5.4-nano")
        .doesNotContain("gpt-4o-mini", "gpt-4.1-mini");
    assertThat(with(Map.of("denied", "*-luna*"), "2026-11-28").titleModel().id())
        .isEqualTo("gpt-5.4-nano");
    assertThat(with(Map.of("title", "my-small,gpt-6-luna"), "2026-11-28").titleModels())
        .extracting(Model::id)
        .containsExactly("my-small", "gpt-6-luna");
    assertThat(with(Map.of("allowed", "gpt-6.2-sol"), "2026-11-28").titleModel().id())
        .isEqualTo("gpt-6.2-sol");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gpt-9", "a/b/c", "ÜPPER", "😀", "ft:gpt-4o:acme::x", " spaced id ", "<b>\"'&"})
  void letsModelsBeUsedThatNobodyHasDescribed(String id) {
    assertThat(catalog.require(id).id()).isEqualTo(id);
    assertThat(catalog.require(id).known()).isFalse();
  }

  @Test
  void takesIdsOf300Characters() {
    assertThat(catalog.require("x".repeat(300)).known()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "gpt-4\n", "\u0000", "a\u0007b", "a\u0085b"})
  void refusesWhatCannotBeAnId(String id) {
    assertThatThrownBy(() -> catalog.require(id))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> assertThat(e.code()).isEqualTo(ProblemCode.MODEL_NOT_AVAILABLE));
  }

  @Test
  void refusesIdsOfMoreThan300Characters() {
    assertThatThrownBy(() -> catalog.require("x".repeat(301))).isInstanceOf(DomainException.class);
  }

  @Test
  void describesADatedSnapshotAsItsModel() {
    Model snapshot = catalog.require("gpt-6-luna-2026-09-22");

    assertThat(snapshot.known()).isTrue();
    assertThat(snapshot.id()).isEqualTo("gpt-6-luna-2026-09-22");
    assertThat(snapshot.label()).isEqualTo("GPT-6 Luna (2026-09-22)");
    assertThat(snapshot.price()).isEqualTo(catalog.require("gpt-6-luna").price());
    assertThat(catalog.require("gpt-4-0613").known()).isTrue();
    assertThat(catalog.require("gpt-4-9999").known()).isFalse();
    assertThat(catalog.require("gpt-9-2026-09-22").known()).isFalse();
  }

  @Test
  void offersWhatConfigurationAllows() {
    ModelCatalog some = with(Map.of("allowed", "gpt-6*,o1", "denied", "*astra*"), "2026-11-28");

    assertThat(some.models())
        .extracting(offer -> offer.model().id())
        .containsExactly(
            "gpt-6.2-sol", "gpt-6.1-terra", "gpt-6-luna", "gpt-6.1-sol", "gpt-6-sol", "o1");
    assertThat(some.require("gpt-6.9-nova").known()).isFalse();
    assertThatThrownBy(() -> some.require("gpt-6.2-astra"))
        .isInstanceOfSatisfying(
            DomainException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ProblemCode.MODEL_NOT_AVAILABLE);
              assertThat(e.members()).isEqualTo(Map.of("model", "gpt-6.2-astra"));
              assertThat(e.detail()).isEqualTo("Your organisation does not offer GPT-6.2 Astra.");
            });
    assertThat(some.forKey(listed("gpt-6.2-astra", "gpt-5", "gpt-6-luna", "llama")))
        .extracting(offer -> offer.model().id())
        .containsExactly("gpt-6-luna", "o1");
  }

  @Test
  void listsTheModelsOfAKeyKnownOnesFirst() {
    List<ModelOffer> offers =
        catalog.forKey(
            listed(
                "text-embedding-3-small",
                "zeta",
                "gpt-6-luna-2026-09-22",
                "gpt-7-nova",
                "gpt-4o",
                "gpt-6-luna",
                "gpt-6.2-sol",
                "gpt-6-luna"));

    assertThat(available(offers))
        .containsExactly(
            "gpt-6.2-sol", "gpt-6-luna-2026-09-22", "gpt-6-luna", "gpt-4o", "zeta", "gpt-7-nova");
    assertThat(unavailable(offers))
        .containsExactly("gpt-4o-mini", "o1", "o1-mini", "gpt-4-turbo", "gpt-4", "gpt-3.5-turbo");
  }

  @Test
  void believesTheProvidersShutdownDates() {
    List<ModelOffer> offers =
        catalog.forKey(
            List.of(
                new ListedModel("gpt-6-luna", LocalDate.parse("2026-11-28"), null, null),
                new ListedModel("gpt-9", LocalDate.parse("2026-11-29"), null, null),
                new ListedModel("gpt-8", LocalDate.parse("2020-01-01"), null, null),
                new ListedModel("o1", LocalDate.parse("2030-01-01"), null, null),
                ListedModel.of("gpt-4")));

    assertThat(available(offers)).containsExactlyInAnyOrder("gpt-9", "o1", "gpt-4");
    assertThat(unavailable(offers)).contains("gpt-6-luna", "gpt-8");
    assertThat(model(offers, "gpt-6-luna").shutdownDate()).isEqualTo("2026-11-28");
    assertThat(model(offers, "o1").shutdownDate()).isEqualTo("2030-01-01");
    assertThat(model(offers, "gpt-4").shutdownDate())
        .as("listed without a date, so it lives there")
        .isNull();
  }

  @Test
  void takesLimitsFromTheList() {
    List<ModelOffer> offers =
        catalog.forKey(
            List.of(
                new ListedModel("a", null, 8_000, 1_000),
                new ListedModel("b", null, 4_000, null),
                new ListedModel("c", null, null, 99)));

    assertThat(model(offers, "a").contextWindow()).isEqualTo(8_000);
    assertThat(model(offers, "a").maxOutputTokens()).isEqualTo(1_000);
    assertThat(model(offers, "b").maxOutputTokens()).isEqualTo(4_000);
    assertThat(model(offers, "c").maxOutputTokens()).isEqualTo(99);
    assertThat(model(offers, "c").contextWindow()).isEqualTo(128_000);
  }

  @Test
  void staysWithoutDuplicatesAndGarbageForAKeyWithThousandsOfModels() {
    List<ListedModel> many =
        IntStream.range(0, 5_000).mapToObj(i -> ListedModel.of("model-" + i % 4_000)).toList();

    assertThat(available(catalog.forKey(many))).hasSize(4_000).doesNotHaveDuplicates();
    assertThat(available(catalog.forKey(listed("", "\u0000", "x".repeat(301))))).isEmpty();
  }

  @Test
  void saysWhatHasBecomeOfAModel() {
    DomainException problem = catalog.notAvailable("gpt-4");

    assertThat(problem.code()).isEqualTo(ProblemCode.MODEL_NOT_AVAILABLE);
    assertThat(problem.members())
        .isEqualTo(
            Map.of("model", "gpt-4", "shutdownDate", "2026-10-23", "successor", "gpt-6.1-sol"));
    assertThat(problem.detail())
        .isEqualTo("GPT-4 was shut down on 23 October 2026. Its successor is GPT-6.1 Sol.");
    assertThat(catalog.notAvailable("gpt-4o").detail())
        .isEqualTo("Your key cannot use GPT-4o. Its successor is GPT-6 Luna.");
    assertThat(catalog.notAvailable("gpt-9").members()).isEqualTo(Map.of("model", "gpt-9"));
    assertThat(catalog.notAvailable("gpt-9").detail()).isEqualTo("Your key cannot use gpt-9.");
  }

  @Test
  void addsToTheProvidersWordsWhatIsKnown() {
    DomainException denied =
        new DomainException(
            ProblemCode.MODEL_NOT_AVAILABLE, "Your project may not.", Map.of("title", "No"), null);
    DomainException unknown =
        new DomainException(
            ProblemCode.MODEL_NOT_AVAILABLE, "Not offered.", Map.of("model", "gpt-4-0613"), null);

    assertThat(catalog.notAvailable("gpt-4", denied).detail()).isEqualTo("Your project may not.");
    assertThat(catalog.notAvailable("gpt-4", denied).members())
        .isEqualTo(
            Map.of(
                "title", "No",
                "model", "gpt-4",
                "shutdownDate", "2026-10-23",
                "successor", "gpt-6.1-sol"));
    assertThat(catalog.notAvailable("gpt-4", unknown).detail())
        .isEqualTo("GPT-4 was shut down on 23 October 2026. Its successor is GPT-6.1 Sol.");
    assertThat(catalog.notAvailable("gpt-4", unknown).members()).containsEntry("model", "gpt-4");
    assertThat(catalog.notAvailable("gpt-9", unknown).detail()).isEqualTo("Not offered.");
  }

  @Test
  void recommendsNoSuccessorThatConfigurationExcludes() {
    DomainException problem =
        catchThrowableOfType(
            DomainException.class,
            () -> with(Map.of("allowed", "gpt-6.2-sol"), "2026-11-28").require("gpt-4"));

    assertThat(problem.members()).isEqualTo(Map.of("model", "gpt-4", "shutdownDate", "2026-10-23"));
  }

  @Test
  void offersATenantWhatDeploymentAndTenantAllow() {
    ModelCatalog offered =
        with(Map.of("denied", "*astra*"), "2026-11-28")
            .within(tenant(List.of("gpt-6*", "our-own"), null));

    assertThat(available(offered.models()))
        .isNotEmpty()
        .allMatch(id -> id.startsWith("gpt-6") && !id.contains("astra"));
    assertThat(offered.require("our-own").id()).isEqualTo("our-own");
    assertThat(catchThrowableOfType(DomainException.class, () -> offered.require("o1")).detail())
        .startsWith("Your organisation does not offer");
  }

  @Test
  void startsConversationsOfATenantWithItsDefaultModelWhereTheKeyHasIt() {
    ModelCatalog offered = catalog.within(tenant(List.of(), "gpt-4o"));

    assertThat(offered.defaultModel().id()).isEqualTo("gpt-4o");
    assertThat(offered.defaultModel(List.of("gpt-6-luna", "gpt-4o"))).contains("gpt-4o");
    assertThat(offered.defaultModel(List.of("gpt-6-luna"))).contains("gpt-6-luna");
  }

  private static TenantSettings tenant(List<String> allowed, @Nullable String defaultModel) {
    JsonObjectBuilder json =
        Json.createObjectBuilder().add("allowedModels", Json.createArrayBuilder(allowed));
    if (defaultModel != null) {
      json.add("defaultModel", defaultModel);
    }
    return new TenantSettings(json.build());
  }

  /** A catalogue with settings, by the last word of the variable's name. */
  private static ModelCatalog with(Map<String, String> settings, String today) {
    return new ModelCatalog(
        new ModelSettings(
            Optional.empty(),
            words(settings, "allowed"),
            words(settings, "denied"),
            words(settings, "default"),
            words(settings, "title")),
        on(today));
  }

  private static Optional<String[]> words(Map<String, String> settings, String name) {
    return Optional.ofNullable(settings.get(name)).map(list -> list.split(","));
  }

  private static Clock on(String date) {
    return Clock.fixed(
        LocalDate.parse(date).atStartOfDay().toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
  }

  private static List<ListedModel> listed(String... ids) {
    return Arrays.stream(ids).map(ListedModel::of).toList();
  }

  private static List<String> available(List<ModelOffer> offers) {
    return offers.stream().filter(ModelOffer::available).map(o -> o.model().id()).toList();
  }

  private static List<String> unavailable(List<ModelOffer> offers) {
    return offers.stream().filter(o -> !o.available()).map(o -> o.model().id()).toList();
  }

  private static Model model(List<ModelOffer> offers, String id) {
    return offers.stream()
        .map(ModelOffer::model)
        .filter(model -> model.id().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
