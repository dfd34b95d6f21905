package com.uru.chatbot.dev.practice;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of the practice upstream: honest about what it is, and good to look at. */
final class PracticeReply {
  /** The function that a model calls although it was not offered. */
  static final String FUNCTION = "get_weather";

  static final String ARGUMENTS = "{\"city\":\"Lima\"}";
  private static final int QUOTED_CODE_POINTS = 280;
  private static final Set<PracticeFault> LONG_ANSWERS =
      EnumSet.of(PracticeFault.LONG, PracticeFault.LONG_FAST, PracticeFault.LONG_STEADY);
  private static final int LONG_SECTIONS = 40;
  private static final int TITLE_WORDS = 5;
  private static final int HUGE_PIECES = 125;
  private static final int FLOOD_PIECES = 2_000;
  private static final String LARGE_PIECE = "All work and no play. ".repeat(182);

  /** Like a model's tokens: short words with the space before them, pieces of long ones, marks. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s?\\p{L}{1,6}|\\s?\\p{N}{1,3}|\\s?[^\\p{L}\\p{N}\\s]{1,4}|\\s{1,4}", Pattern.DOTALL);

  private static final String REFUSAL = "I'm sorry, but I cannot help with that request.";
  private static final String THINKING =
      "<think>\nThe user wrote something. I repeat it and explain practice mode.\n</think>\n\n";
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}'-]+");

  private PracticeReply() {}

  /** Returns the text of a message that comes before the answer. */
  static List<String> commentary() {
    return split("I will look at your question first, and then answer it.");
  }

  /** Returns the parts of a summary of what the model thought. */
  static List<String> reasoningSummary() {
    return List.of(
        "**Reading the question**\n\nI look at what was asked and at the messages before it.",
        "**Planning the answer**\n\nI decide what to show, and in which order.");
  }

  /** Returns the answer in tokens; joined they are the text exactly. */
  static List<String> tokens(AnswerRequest request, PracticeFault fault) {
    if (request.wantsTitle()) {
      return split(title(request));
    }
    return switch (fault) {
      case EMPTY_ANSWER, TOOL_CALL -> List.of();
      case REFUSAL -> split(REFUSAL);
      case THINK_TAGS -> split(THINKING + answer(request, fault));
      case HUGE -> Collections.nCopies(HUGE_PIECES, LARGE_PIECE);
      case FLOOD -> Collections.nCopies(FLOOD_PIECES, LARGE_PIECE);
      default -> split(answer(request, fault));
    };
  }

  static List<String> split(String text) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
    return tokens;
  }

  private static String title(AnswerRequest request) {
    List<String> chosen =
        WORD.matcher(request.lastUserText())
            .results()
            .limit(TITLE_WORDS)
            .map(MatchResult::group)
            .toList();
    return chosen.isEmpty() ? "Practice" : "Practice: " + String.join(" ", chosen);
  }

  private static String answer(AnswerRequest request, PracticeFault fault) {
    String question = request.lastUserText();
    boolean wantsLong =
        LONG_ANSWERS.contains(fault) || question.toLowerCase(Locale.ROOT).contains("long answer");
    StringBuilder text = new StringBuilder();
    text.append("## A practice answer\n\nYou wrote:\n\n");
    quoted(question).lines().forEach(line -> text.append("> ").append(line).append('\n'));
    text.append(
        """

        I am standing in for **%s** and have read %d message%s of this conversation. This is
        *practice mode*: nothing left your machine, nothing was charged, and no model thought about
        your question.

        ### What works just as it will with OpenAI

        1. The answer streams, and you can stop it at any time.
        2. Close the tab or reload: it goes on where it was.
        3. Switch the model, and the next answer gets the whole conversation.

        ```java
        record Answer(String model, String text) {
          static Answer practice(String model) {
            return new Answer(model, "Hello from practice mode 👋");
          }
        }
        ```

        ### Keys to try

        | Key | What it shows |
        | --- | --- |
        | `sk-practice-slow` | ten tokens a second |
        | `sk-practice-invalid-key` | a key that OpenAI refuses |
        | `sk-practice-no-quota` | an account without credit |
        | `sk-practice-cut` | a connection that breaks half-way |

        With a real key and without `-Dopenai=practice`, the same screen talks to OpenAI.
        """
            .formatted(
                request.model(),
                request.messages().size(),
                request.messages().size() == 1 ? "" : "s"));
    if (wantsLong) {
      for (int i = 1; i <= LONG_SECTIONS; i++) {
        text.append(section(i));
      }
    }
    return text.toString();
  }

  private static String section(int number) {
    return """

        ### Part %d of %d

        A long answer is here to be scrolled, stopped, resumed and exported. This paragraph has
        number **%d**, some `inline code`, and enough words to fill a few lines on a wide screen
        and many more on a narrow one.

        - first point of part %d
        - second point, with a little more text in it
        """
        .formatted(number, LONG_SECTIONS, number, number);
  }

  private static String quoted(String question) {
    int[] codePoints = question.strip().codePoints().limit(QUOTED_CODE_POINTS + 1L).toArray();
    boolean whole = codePoints.length <= QUOTED_CODE_POINTS;
    String text = new String(codePoints, 0, Math.min(codePoints.length, QUOTED_CODE_POINTS));
    return whole ? text : text + "…";
  }
}
