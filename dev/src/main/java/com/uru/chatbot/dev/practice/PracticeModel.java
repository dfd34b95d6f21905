package com.uru.chatbot.dev.practice;

import java.util.List;
import java.util.Optional;

/**
 * A model that the practice upstream knows, with the rules that OpenAI's API has for it.
 *
 * @param id name in requests
 * @param snapshot name in answers
 * @param created seconds since 1970
 * @param contextWindow tokens of conversation and answer
 * @param maxOutputTokens tokens of one answer
 * @param chat whether it answers at {@code /v1/chat/completions}
 * @param reasoning whether it thinks first: then it takes neither {@code temperature} nor {@code
 *     max_tokens}
 * @param takesInstructions whether it takes {@code system} and {@code developer} messages
 * @param takesReasoningEffort whether it takes {@code reasoning_effort}
 */
record PracticeModel(
    String id,
    String snapshot,
    long created,
    int contextWindow,
    int maxOutputTokens,
    boolean chat,
    boolean reasoning,
    boolean takesInstructions,
    boolean takesReasoningEffort) {
  static final List<PracticeModel> ALL =
      List.of(
          plain("gpt-4o", "gpt-4o-2024-08-06", 1715367049, 128_000, 16_384),
          plain("gpt-4o-mini", "gpt-4o-mini-2024-07-18", 1721172741, 128_000, 16_384),
          reasoning("o1", "o1-2024-12-17", 1734375816, 200_000, 100_000, true),
          reasoning("o1-mini", "o1-mini-2024-09-12", 1725649008, 128_000, 65_536, false),
          plain("gpt-4-turbo", "gpt-4-turbo-2024-04-09", 1712361441, 128_000, 4_096),
          plain("gpt-4", "gpt-4-0613", 1687882411, 8_192, 8_192),
          plain("gpt-3.5-turbo", "gpt-3.5-turbo-0125", 1677610602, 16_385, 4_096),
          other("text-embedding-3-small", 1705948997),
          other("whisper-1", 1677532384));

  private static PracticeModel plain(
      String id, String snapshot, long created, int contextWindow, int maxOutputTokens) {
    return new PracticeModel(
        id, snapshot, created, contextWindow, maxOutputTokens, true, false, true, false);
  }

  private static PracticeModel reasoning(
      String id,
      String snapshot,
      long created,
      int contextWindow,
      int maxOutputTokens,
      boolean instructedAndTuned) {
    return new PracticeModel(
        id,
        snapshot,
        created,
        contextWindow,
        maxOutputTokens,
        true,
        true,
        instructedAndTuned,
        instructedAndTuned);
  }

  private static PracticeModel other(String id, long created) {
    return new PracticeModel(id, id, created, 0, 0, false, false, false, false);
  }

  /** By the name of the model or of its snapshot. */
  static Optional<PracticeModel> find(String name) {
    return ALL.stream().filter(m -> m.id.equals(name) || m.snapshot.equals(name)).findFirst();
  }
}
