package com.uru.chatbot.dev.faults;

import com.uru.chatbot.dev.faults.Exchange.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares what clients were told with what is stored in the end and with what the provider was
 * asked, as Jepsen does: what was acknowledged must be there, what was refused must not, and what
 * is unknown may be either.
 */
public final class HistoryChecker {
  /** What can be wrong. */
  public enum Kind {
    /** An acknowledged message, or its answer, is missing. */
    LOST,
    /** A message was refused and is there. */
    GHOST,
    /** A message has another text than was sent. */
    ALTERED,
    /** The same question, or the same answer, is there twice. */
    DUPLICATED,
    /** A message that nobody has sent or asked for. */
    STRANGE,
    /** An answer that is still streaming. */
    STREAMING,
    /** An answer is stored with another end or text than its client was told. */
    OTHER_END,
    /** Stored and shown text differ by more than a missing end. */
    DIFFERENT_TEXT,
    /** More of the shown text is gone than a crash may cost. */
    LOST_TEXT,
    /** The provider was asked twice for one answer. */
    ASKED_TWICE,
    /** An answer that the provider was never asked for. */
    NEVER_ASKED
  }

  /** One thing that is wrong. */
  public record Finding(Kind kind, String messageId, String detail) {}

  /**
   * What came of a run.
   *
   * @param exchanges how many questions were asked
   * @param acknowledged how many of them were acknowledged
   * @param longestLoss the longest time between the first lost character's being shown and the
   *     break
   */
  public record Report(
      List<Finding> findings, int exchanges, int acknowledged, Duration longestLoss) {}

  private final Duration tolerance;
  private final Map<String, StoredMessage> stored;
  private final Map<String, Long> calls;
  private final List<Finding> findings = new ArrayList<>();
  private Duration longestLoss = Duration.ZERO;

  private HistoryChecker(
      Duration tolerance, Collection<StoredMessage> stored, Map<String, Long> calls) {
    this.tolerance = tolerance;
    this.stored = stored.stream().collect(Collectors.toMap(StoredMessage::id, Function.identity()));
    this.calls = calls;
  }

  /**
   * Checks a run that has come to rest.
   *
   * @param tolerance how much stream time of an interrupted answer may be gone
   * @param stored every message of the conversations that were used
   * @param calls how often the provider was asked with each key
   */
  public static Report check(
      Duration tolerance,
      Collection<Exchange> history,
      Collection<StoredMessage> stored,
      Map<String, Long> calls) {
    HistoryChecker checker = new HistoryChecker(tolerance, stored, calls);
    history.forEach(checker::check);
    checker.checkForStrangers(history);
    long acknowledged =
        history.stream().filter(each -> each.outcome() == Outcome.ACKNOWLEDGED).count();
    return new Report(
        List.copyOf(checker.findings), history.size(), (int) acknowledged, checker.longestLoss);
  }

  private void check(Exchange exchange) {
    Exchange.Question asked = exchange.question();
    StoredMessage question = stored.get(asked.messageId());
    StoredMessage answer = stored.get(asked.answerId());
    switch (exchange.outcome()) {
      case ACKNOWLEDGED -> {
        require(question != null, Kind.LOST, asked.messageId(), "question");
        require(answer != null, Kind.LOST, asked.answerId(), "answer");
      }
      case REFUSED -> {
        require(question == null, Kind.GHOST, asked.messageId(), "question");
        require(answer == null, Kind.GHOST, asked.answerId(), "answer");
      }
      case UNKNOWN ->
          require(
              (question == null) == (answer == null),
              Kind.LOST,
              asked.messageId(),
              "one of question and answer");
    }
    if (question != null) {
      require(
          question.text().equals(asked.text()), Kind.ALTERED, asked.messageId(), question.text());
    }
    if (answer != null) {
      checkAnswer(exchange, answer);
    }
    checkCalls(asked, answer);
  }

  private void checkAnswer(Exchange exchange, StoredMessage answer) {
    if (answer.status().equals("streaming")) {
      add(Kind.STREAMING, answer.id(), answer.status());
      return;
    }
    String shown = exchange.shownText();
    String end = exchange.endStatus();
    if (end != null) {
      require(
          end.equals(answer.status()) && answer.text().equals(exchange.endText()),
          Kind.OTHER_END,
          answer.id(),
          "told " + end + ", stored " + answer.status());
    }
    if (shown.equals(answer.text()) || (end == null && answer.text().startsWith(shown))) {
      return;
    }
    boolean lostItsEnd = shown.startsWith(answer.text()) && answer.status().equals("interrupted");
    if (!lostItsEnd) {
      add(Kind.DIFFERENT_TEXT, answer.id(), "shown " + shown + ", stored " + answer.text());
      return;
    }
    Duration loss = exchange.lossBeyond(answer.text().length());
    longestLoss = loss.compareTo(longestLoss) > 0 ? loss : longestLoss;
    require(
        loss.compareTo(tolerance) <= 0,
        Kind.LOST_TEXT,
        answer.id(),
        loss.toMillis() + " ms of it, from character " + answer.text().length());
  }

  private void checkCalls(Exchange.Question asked, @Nullable StoredMessage answer) {
    long times = calls.getOrDefault(asked.key(), 0L);
    require(times <= 1, Kind.ASKED_TWICE, asked.answerId(), times + " calls");
    boolean answered = answer != null && !answer.text().isEmpty();
    require(times > 0 || !answered, Kind.NEVER_ASKED, asked.answerId(), "no call");
  }

  private void checkForStrangers(Collection<Exchange> history) {
    Set<String> asked = new HashSet<>();
    Set<String> texts = new HashSet<>();
    for (Exchange exchange : history) {
      asked.add(exchange.question().messageId());
      asked.add(exchange.question().answerId());
      texts.add(exchange.question().text());
    }
    for (StoredMessage message : stored.values()) {
      if (!asked.contains(message.id())) {
        boolean secondAnswer =
            message.role().equals("assistant") && asked.contains(message.parentId());
        boolean copy = secondAnswer || texts.contains(message.text());
        add(copy ? Kind.DUPLICATED : Kind.STRANGE, message.id(), message.role());
      }
    }
  }

  private void require(boolean right, Kind kind, String messageId, String detail) {
    if (!right) {
      add(kind, messageId, detail);
    }
  }

  private void add(Kind kind, String messageId, String detail) {
    findings.add(new Finding(kind, messageId, detail));
  }
}
