package com.uru.chatbot.conversation;

import java.util.regex.Pattern;

/** The title of a conversation that nobody has named yet: the first words of its question. */
public final class TitleExcerpt {
  private static final int MAX_LENGTH = 60;

  /** Begins and ends a block of code (CommonMark, section 4.5). */
  private static final Pattern FENCE = Pattern.compile("\\s*(?:```|~~~).*");

  private static final Pattern QUOTE = Pattern.compile("\\s*>.*");
  private static final Pattern MARKS = Pattern.compile("^(?:#{1,6}\\s+|>\\s?)+");

  /** Controls, and characters that turn the direction of what stands around the title. */
  private static final Pattern UNWANTED =
      Pattern.compile("[\\p{Cc}\\x{061C}\\x{200E}\\x{200F}\\x{202A}-\\x{202E}\\x{2066}-\\x{206F}]");

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}\\p{S}]");

  private TitleExcerpt() {}

  /**
   * Returns the first words of a question, at most 60 characters: of its first line that is neither
   * code nor quoted, or of its first line if there is none.
   */
  public static String of(String question) {
    String line = firstLine(question);
    if (line.length() <= MAX_LENGTH) {
      return line;
    }
    int space = line.lastIndexOf(' ', MAX_LENGTH - 1);
    int end = space > MAX_LENGTH / 2 ? space : MAX_LENGTH - 1;
    if (Character.isHighSurrogate(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(0, end) + "…";
  }

  private static String firstLine(String question) {
    boolean inCode = false;
    String first = "";
    for (String line : question.lines().toList()) {
      if (FENCE.matcher(line).matches()) {
        inCode = !inCode;
        continue;
      }
      String words = tidy(line);
      if (!WORD.matcher(words).find()) {
        continue;
      }
      if (!inCode && !QUOTE.matcher(line).matches()) {
        return words;
      }
      first = first.isEmpty() ? words : first;
    }
    return first.isEmpty() ? tidy(question.strip().lines().findFirst().orElse("")) : first;
  }

  private static String tidy(String line) {
    String plain = UNWANTED.matcher(line.replace('\t', ' ')).replaceAll("").strip();
    return MARKS.matcher(plain).replaceFirst("").strip();
  }
}
