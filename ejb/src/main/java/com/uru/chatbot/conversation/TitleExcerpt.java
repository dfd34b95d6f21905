package com.uru.chatbot.conversation;

/** The title of a conversation that nobody has named yet: the first words of its question. */
public final class TitleExcerpt {
  private static final int MAX_LENGTH = 60;

  private TitleExcerpt() {}

  /** The first words of a question, at most 60 characters. */
  public static String of(String question) {
    String line = question.strip().lines().findFirst().orElse("").strip();
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
}
