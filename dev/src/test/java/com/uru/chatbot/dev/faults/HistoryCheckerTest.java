package com.uru.chatbot.dev.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.faults.Exchange.Question;
import com.uru.chatbot.dev.faults.HistoryChecker.Finding;
import com.uru.chatbot.dev.faults.HistoryChecker.Kind;
import com.uru.chatbot.dev.faults.HistoryChecker.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryCheckerTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Exchange exchange =
      new Exchange(new Question("c", "question", "Why?", "answer", "key"));
  private final List<StoredMessage> stored = new ArrayList<>();
  private final Map<String, Long> calls = new HashMap<>(Map.of("key", 1L));

  @Test
  void findsNothingWrongWithAnAnswerThatIsStoredAsItWasShown() {
    exchange.acknowledged();
    exchange.shown("Be", at(0));
    exchange.shown("cause", at(100));
    exchange.ended("completed", "Because");
    storeQuestion();
    storeAnswer("Because", "completed");

    Report report = check();

    assertThat(report.findings()).isEmpty();
    assertThat(report.acknowledged()).isEqualTo(1);
    assertThat(report.longestLoss()).isZero();
  }

  @Test
  void allowsAnUnknownQuestionToBeThereOrNot() {
    calls.clear();
    assertThat(kinds()).isEmpty();

    storeQuestion();
    storeAnswer("", "interrupted");
    assertThat(kinds()).isEmpty();
  }

  @Test
  void allowsAReaderThatLeftToHaveSeenLess() {
    exchange.acknowledged();
    exchange.shown("Be", at(0));
    storeQuestion();
    storeAnswer("Because", "completed");

    assertThat(kinds()).isEmpty();
  }

  @Test
  void findsALostQuestionAndItsLostAnswer() {
    exchange.acknowledged();

    assertThat(kinds()).containsExactly(Kind.LOST, Kind.LOST);
  }

  @Test
  void findsAQuestionWithoutItsAnswer() {
    storeQuestion();

    assertThat(kinds()).containsExactly(Kind.LOST);
  }

  @Test
  void findsARefusedQuestion() {
    exchange.refused();
    storeQuestion();
    storeAnswer("Because", "completed");

    assertThat(kinds()).containsExactly(Kind.GHOST, Kind.GHOST);
  }

  @Test
  void findsAnAlteredQuestion() {
    exchange.acknowledged();
    stored.add(new StoredMessage("question", "c", null, "user", "What?", "completed"));
    storeAnswer("", "failed");

    assertThat(kinds()).containsExactly(Kind.ALTERED);
  }

  @Test
  void findsDuplicatesAndStrangers() {
    exchange.acknowledged();
    storeQuestion();
    storeAnswer("Because", "completed");
    stored.add(new StoredMessage("copy", "c", null, "user", "Why?", "completed"));
    stored.add(new StoredMessage("second", "c", "question", "assistant", "So", "completed"));
    stored.add(new StoredMessage("third", "c", "answer", "user", "Who?", "completed"));

    assertThat(kinds()).containsExactlyInAnyOrder(Kind.DUPLICATED, Kind.DUPLICATED, Kind.STRANGE);
  }

  @Test
  void findsAnAnswerThatStreamsForEver() {
    exchange.acknowledged();
    storeQuestion();
    storeAnswer("Be", "streaming");

    assertThat(kinds()).containsExactly(Kind.STREAMING);
  }

  @Test
  void findsAnEndThatWasToldOtherwise() {
    exchange.acknowledged();
    exchange.shown("Because", at(0));
    exchange.ended("completed", "Because");
    storeQuestion();
    storeAnswer("Because", "interrupted");

    assertThat(kinds()).containsExactly(Kind.OTHER_END);
  }

  @Test
  void findsTextThatWasShownOtherwise() {
    exchange.acknowledged();
    exchange.shown("Becose", at(0));
    storeQuestion();
    storeAnswer("Because", "completed");

    assertThat(kinds()).containsExactly(Kind.DIFFERENT_TEXT);
  }

  @Test
  void findsTextThatACompletedAnswerHasLost() {
    exchange.acknowledged();
    exchange.shown("Because", at(0));
    exchange.broken(at(10));
    storeQuestion();
    storeAnswer("Be", "completed");

    assertThat(kinds()).containsExactly(Kind.DIFFERENT_TEXT);
  }

  @Test
  void measuresWhatACrashHasCost() {
    exchange.acknowledged();
    exchange.shown("Be", at(0));
    exchange.shown("ca", at(300));
    exchange.shown("use", at(400));
    exchange.broken(at(450));
    exchange.shown(" late", at(460));
    storeQuestion();
    storeAnswer("Be", "interrupted");

    Report report = check();

    assertThat(report.findings()).isEmpty();
    assertThat(report.longestLoss()).isEqualTo(Duration.ofMillis(150));
  }

  @Test
  void findsACrashThatHasCostTooMuch() {
    exchange.acknowledged();
    exchange.shown("Be", at(0));
    exchange.shown("cause", at(100));
    exchange.broken(at(351));
    storeQuestion();
    storeAnswer("Be", "interrupted");

    assertThat(kinds()).containsExactly(Kind.LOST_TEXT);
  }

  @Test
  void findsLostTextWithoutAnyCrash() {
    exchange.acknowledged();
    exchange.shown("Be", at(0));
    exchange.shown("ca", at(100));
    exchange.shown("use", at(900));
    storeQuestion();
    storeAnswer("Be", "interrupted");

    assertThat(kinds()).containsExactly(Kind.LOST_TEXT);
  }

  @Test
  void forgivesTextThatWasOnItsWayAtTheBreak() {
    exchange.acknowledged();
    exchange.broken(at(0));
    exchange.shown("Be", at(900));
    storeQuestion();
    storeAnswer("", "interrupted");

    assertThat(kinds()).isEmpty();
  }

  @Test
  void findsAProviderThatWasAskedTwiceOrNever() {
    exchange.acknowledged();
    storeQuestion();
    storeAnswer("Because", "completed");

    calls.put("key", 2L);
    assertThat(kinds()).containsExactly(Kind.ASKED_TWICE);
    calls.clear();
    assertThat(kinds()).containsExactly(Kind.NEVER_ASKED);
  }

  private void storeQuestion() {
    stored.add(new StoredMessage("question", "c", null, "user", "Why?", "completed"));
  }

  private void storeAnswer(String text, String status) {
    stored.add(new StoredMessage("answer", "c", "question", "assistant", text, status));
  }

  private Report check() {
    return HistoryChecker.check(Duration.ofMillis(250), List.of(exchange), stored, calls);
  }

  private List<Kind> kinds() {
    return check().findings().stream().map(Finding::kind).toList();
  }

  private static Instant at(int millis) {
    return START.plusMillis(millis);
  }
}
