package com.uru.chatbot.dev.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One question, and what its client was told about it and its answer, however many connections that
 * took. Thread-safe.
 */
public final class Exchange {
  /** What a client asked; text and key are unlike those of every other question. */
  public record Question(
      String conversationId, String messageId, String text, String answerId, String key) {}

  /** What the client knows of its question. */
  public enum Outcome {
    /** No answer came, or one that leaves it open (5xx): saved or not, both are right. */
    UNKNOWN,
    /** 2xx or a {@code started} event: it must be saved. */
    ACKNOWLEDGED,
    /** 4xx: it must not be saved. */
    REFUSED
  }

  /** Text that a client has shown, and when. */
  private record Shown(String text, Instant at) {}

  private final Question question;
  private final List<Shown> shown = new ArrayList<>();
  private Outcome outcome = Outcome.UNKNOWN;
  private @Nullable Instant brokenAt;
  private @Nullable String endStatus;
  private @Nullable String endText;

  /** A question that is about to be asked. */
  public Exchange(Question question) {
    this.question = question;
  }

  /** What was asked. */
  public Question question() {
    return question;
  }

  /** The server has said that it has the question. */
  public synchronized void acknowledged() {
    outcome = Outcome.ACKNOWLEDGED;
  }

  /** The server has refused the question. */
  public synchronized void refused() {
    outcome = Outcome.REFUSED;
  }

  /** More text of the answer. */
  public synchronized void shown(String text, Instant at) {
    shown.add(new Shown(text, at));
  }

  /** The server, or what it needs, was broken at this time; only the first time counts. */
  public synchronized void broken(Instant at) {
    if (brokenAt == null && endStatus == null) {
      brokenAt = at;
    }
  }

  /** The last event: how the answer ended, and its whole text. */
  public synchronized void ended(String status, String text) {
    endStatus = status;
    endText = text;
  }

  synchronized Outcome outcome() {
    return outcome;
  }

  synchronized @Nullable String endStatus() {
    return endStatus;
  }

  synchronized @Nullable String endText() {
    return endText;
  }

  /** All text that was shown. */
  public synchronized String shownText() {
    StringBuilder text = new StringBuilder();
    shown.forEach(piece -> text.append(piece.text()));
    return text.toString();
  }

  /**
   * How long before the break the first character was shown that is not among the first {@code
   * kept}; zero if none was lost, or only after the break. Without a known break, the last text
   * counts as one.
   */
  synchronized Duration lossBeyond(int kept) {
    Instant end = brokenAt == null ? shown.get(shown.size() - 1).at() : brokenAt;
    int length = 0;
    for (Shown piece : shown) {
      length += piece.text().length();
      if (length > kept && piece.at().isBefore(end)) {
        return Duration.between(piece.at(), end);
      }
    }
    return Duration.ZERO;
  }
}
