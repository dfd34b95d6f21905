package com.uru.chatbot.dev.practice;

import com.uru.chatbot.dev.practice.PracticeModel.Api;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The models that a key may use.
 *
 * <p>gpt-3.5-turbo, gpt-4, gpt-4-turbo, o1 and o1-mini are shut down at OpenAI. Ordinary practice
 * keys still have them, without a shutdown date, because conversations with old models are tested
 * with them; {@link PracticeFault#TODAY} has the list without them.
 */
final class PracticeModels {
  private static final LocalDate GPT_4O_ENDS = LocalDate.of(2027, 1, 14);
  private static final LocalDate GPT_5_ENDS = LocalDate.of(2026, 12, 11);
  private static final LocalDate GPT_5_1_ENDS = LocalDate.of(2027, 4, 1);
  private static final LocalDate FUTURE_RELEASE = LocalDate.of(2026, 11, 27);

  private static final List<PracticeModel> DEAD =
      List.of(
          PracticeModel.o1(
              "o1",
              "o1-2024-12-17",
              1734375816,
              200_000,
              100_000,
              List.of("low", "medium", "high")),
          PracticeModel.o1("o1-mini", "o1-mini-2024-09-12", 1725649008, 128_000, 65_536, List.of())
              .onlyWith(Api.CHAT),
          PracticeModel.gpt4("gpt-4-turbo", "gpt-4-turbo-2024-04-09", 1712361441, 128_000, 4_096),
          PracticeModel.gpt4("gpt-4", "gpt-4-0613", 1687882411, 8_192, 8_192),
          PracticeModel.gpt4("gpt-3.5-turbo", "gpt-3.5-turbo-0125", 1677610602, 16_385, 4_096));

  private static final List<PracticeModel> CHAT =
      List.of(
          PracticeModel.gpt5(
              "gpt-6.2-astra",
              LocalDate.of(2026, 11, 17),
              "medium",
              "low",
              "medium",
              "high",
              "xhigh",
              "max"),
          PracticeModel.gpt5(
              "gpt-6.2-sol",
              LocalDate.of(2026, 11, 17),
              "medium",
              "low",
              "medium",
              "high",
              "xhigh",
              "max"),
          PracticeModel.gpt5(
              "gpt-6.1-terra",
              LocalDate.of(2026, 10, 26),
              "medium",
              "none",
              "low",
              "medium",
              "high",
              "xhigh",
              "max"),
          PracticeModel.gpt5(
              "gpt-6-luna",
              LocalDate.of(2026, 9, 22),
              "medium",
              "none",
              "low",
              "medium",
              "high",
              "xhigh",
              "max"),
          PracticeModel.gpt5(
                  "gpt-5.1", LocalDate.of(2025, 11, 13), "none", "none", "low", "medium", "high")
              .ending(GPT_5_1_ENDS),
          PracticeModel.gpt5(
                  "gpt-5", LocalDate.of(2025, 8, 7), "medium", "minimal", "low", "medium", "high")
              .ending(GPT_5_ENDS),
          PracticeModel.gpt5("gpt-5-pro", LocalDate.of(2025, 10, 6), "high", "high")
              .ending(GPT_5_ENDS)
              .onlyWith(Api.RESPONSES),
          PracticeModel.gpt5("gpt-5-search-api", LocalDate.of(2025, 10, 14), "medium")
              .onlyWith(Api.CHAT)
              .refusing("temperature", "top_p"),
          PracticeModel.gpt4("gpt-4o", "gpt-4o-2024-08-06", 1715367049, 128_000, 16_384)
              .ending(GPT_4O_ENDS),
          PracticeModel.gpt4("gpt-4o-mini", "gpt-4o-mini-2024-07-18", 1721172741, 128_000, 16_384)
              .ending(GPT_4O_ENDS));

  private static final List<PracticeModel> OTHER =
      List.of(
          PracticeModel.other("text-embedding-3-small", LocalDate.of(2024, 1, 22)),
          PracticeModel.other("text-embedding-3-large", LocalDate.of(2024, 1, 22)),
          PracticeModel.other("omni-moderation-latest", LocalDate.of(2024, 11, 15)),
          PracticeModel.other("whisper-1", LocalDate.of(2023, 2, 27)),
          PracticeModel.other("tts-1", LocalDate.of(2023, 4, 19)),
          PracticeModel.other("tts-1-hd", LocalDate.of(2023, 11, 3)),
          PracticeModel.other("gpt-4o-mini-tts", LocalDate.of(2025, 3, 19)),
          PracticeModel.other("gpt-4o-transcribe", LocalDate.of(2025, 3, 15)),
          PracticeModel.other("gpt-audio", LocalDate.of(2025, 8, 28)),
          PracticeModel.other("gpt-realtime", LocalDate.of(2025, 8, 28)),
          PracticeModel.other("gpt-image-2", LocalDate.of(2026, 4, 21)),
          PracticeModel.other("sora-2", LocalDate.of(2025, 10, 1)),
          PracticeModel.other("computer-use-preview", LocalDate.of(2025, 3, 11)),
          PracticeModel.other("davinci-002", LocalDate.of(2023, 8, 21)));

  private static final Set<String> GONE = Set.of("gpt-4o", "gpt-6.2-sol");

  private static final List<PracticeModel> LIVING =
      Stream.of(CHAT.stream(), CHAT.stream().map(PracticeModel::dated), OTHER.stream())
          .flatMap(models -> models)
          .toList();

  private static final List<PracticeModel> ALL =
      Stream.concat(LIVING.stream(), DEAD.stream()).toList();

  private static final List<PracticeModel> MANY = many();

  private PracticeModels() {}

  /** Returns what {@code GET /v1/models} lists for a key with this fault. */
  static List<PracticeModel> list(PracticeFault fault) {
    return switch (fault) {
      case NO_MODELS -> List.of();
      case ONE_MODEL -> ALL.stream().filter(model -> model.id().equals("gpt-6-luna")).toList();
      case _800_MODELS -> MANY;
      case FUTURE_MODELS -> FutureModels.ALL;
      case TODAY -> LIVING;
      case JANUARY_2027 ->
          LIVING.stream()
              .filter(
                  model ->
                      model.shutdownDate() == null || model.shutdownDate().isAfter(GPT_4O_ENDS))
              .toList();
      default -> ALL;
    };
  }

  /** Returns the model that a key with this fault may use, by its id or the id of its snapshot. */
  static Optional<PracticeModel> find(PracticeFault fault, String name) {
    if (fault == PracticeFault.MODEL_GONE && GONE.contains(name)) {
      return Optional.empty();
    }
    Optional<PracticeModel> listed =
        list(fault).stream()
            .filter(model -> model.id().equals(name) || model.snapshot().equals(name))
            .findFirst();
    return fault == PracticeFault.FUTURE_MODELS
        ? listed.or(() -> FutureModels.invent(name))
        : listed;
  }

  private static List<PracticeModel> many() {
    List<PracticeModel> models = new ArrayList<>(ALL);
    models.add(strange("ft:gpt-6-luna:" + "a-very-long-name-".repeat(20).substring(0, 286)));
    models.add(strange("accounts/Example/models/Llama-4-Maverick"));
    models.add(strange("GPT-6-LUNA-UPPER-CASE"));
    models.add(strange("team-model-🚀-v2"));
    models.add(strange("modèle avec espaces"));
    models.add(strange("<b>not-markup</b>"));
    for (int i = 1; models.size() < 800; i++) {
      models.add(strange("ft:gpt-6-luna:example:run-%03d:%06x".formatted(i, i * 7919)));
    }
    return List.copyOf(models);
  }

  private static PracticeModel strange(String id) {
    return PracticeModel.gpt4(id, id, FUTURE_RELEASE.toEpochDay() * 86_400, 128_000, 16_384);
  }
}
