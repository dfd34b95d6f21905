package com.uru.chatbot.openai.chatcompletions;

import java.util.function.Consumer;

/**
 * Tells the reasoning that some servers write into the text, as {@code <think>…</think>} at the
 * very start of an answer, from the answer. Anywhere else the tags are text. Nothing is held back
 * longer than a delta can be the beginning of a tag.
 */
final class ThinkTags {
  private static final String OPENING = "<think>";
  private static final String CLOSING = "</think>";

  private enum State {
    START,
    REASONING,
    GAP,
    TEXT
  }

  private final Consumer<String> answer;
  private final Consumer<String> thoughts;
  private State state = State.START;
  private String held = "";

  /**
   * Separates one stream.
   *
   * @param answer gets the text of the answer
   * @param thoughts gets the reasoning
   */
  ThinkTags(Consumer<String> answer, Consumer<String> thoughts) {
    this.answer = answer;
    this.thoughts = thoughts;
  }

  /** Passes more text of the stream on. */
  void text(String delta) {
    if (state == State.TEXT) {
      answer.accept(delta);
      return;
    }
    String pending = held + delta;
    held = "";
    switch (state) {
      case START -> start(pending);
      case REASONING -> reasoning(pending);
      case GAP -> gap(pending);
      case TEXT -> answer.accept(pending);
    }
  }

  /** Passes on what was held back; at the end of the stream it is what it looks like. */
  void end() {
    String rest = held;
    held = "";
    if (state == State.REASONING) {
      thoughts.accept(rest);
    } else {
      answer.accept(rest);
    }
  }

  private void start(String pending) {
    String stripped = pending.stripLeading();
    if (stripped.startsWith(OPENING)) {
      state = State.REASONING;
      reasoning(stripped.substring(OPENING.length()).stripLeading());
    } else if (OPENING.startsWith(stripped)) {
      held = pending;
    } else {
      state = State.TEXT;
      answer.accept(pending);
    }
  }

  private void reasoning(String pending) {
    int end = pending.indexOf(CLOSING);
    if (end >= 0) {
      thoughts.accept(pending.substring(0, end).stripTrailing());
      state = State.GAP;
      gap(pending.substring(end + CLOSING.length()));
      return;
    }
    int certain = pending.length() - lengthOfBegunTag(pending);
    thoughts.accept(pending.substring(0, certain));
    held = pending.substring(certain);
  }

  /** Returns how many characters at the end of the text may be the beginning of the closing tag. */
  private static int lengthOfBegunTag(String text) {
    for (int length = Math.min(CLOSING.length() - 1, text.length()); length > 0; length--) {
      if (text.endsWith(CLOSING.substring(0, length))) {
        return length;
      }
    }
    return 0;
  }

  /** Drops the empty lines between reasoning and answer. */
  private void gap(String pending) {
    String text = pending.stripLeading();
    if (!text.isEmpty()) {
      state = State.TEXT;
      answer.accept(text);
    }
  }
}
