package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.observe.MetricsTable;
import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Question;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code /metrics} shows, from the start on and after questions. */
@ExtendWith(UruSystemExtension.class)
class MetricsIT {
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (uru_\\w+) (\\w+)$");
  private static final Pattern PART = Pattern.compile("(.+)_(bucket|count|sum)");

  private final UruSystem uru;

  MetricsIT(UruSystem uru) {
    this.uru = uru;
  }

  @Test
  void showsExactlyWhatTheTableOfTheDocumentationHas() throws IOException {
    Map<String, String> shown = new TreeMap<>();
    TYPE.matcher(uru.metrics()).results().forEach(type -> shown.put(family(type), kind(type)));

    assertThat(shown).isEqualTo(MetricsTable.types());
  }

  /** Histograms are written by Uru, as one family of gauges for each part. */
  private static String family(MatchResult type) {
    return PART.matcher(type.group(1)).replaceFirst("$1");
  }

  private static String kind(MatchResult type) {
    return PART.matcher(type.group(1)).matches() ? "histogram" : type.group(2);
  }

  @Test
  void countsQuestionsProblemsSignInsAndErrorsOfTheProvider() {
    UruClient user = uru.newUser();
    String conversation = user.newConversation("gpt-4o");
    double answered = value("uru_answers_total", "code=\"none\"", "status=\"completed\"");
    double first = value("uru_first_token_seconds_count", "model=\"gpt-4o\"");
    double prepared = value("uru_preparation_seconds_bucket", "le=\"+Inf\"");
    double measured = value("uru_tokens_per_second_count", "model=\"gpt-4o\"");
    double failed = value("uru_upstream_errors_total", "code=\"provider_key_invalid\"");
    double flushed = value("uru_journal_delay_seconds_count");
    double refused = value("uru_sign_ins_total", "result=\"bad_credentials\"");
    double notFound = value("uru_problems_total", "code=\"not_found\"");

    user.ask(Question.first(conversation, "Hello", "gpt-4o"), PracticeFault.NONE.key()).awaitLast();
    user.askRefused(
        Question.first(user.newConversation("gpt-4o"), "Hello", "gpt-4o"),
        PracticeFault.INVALID_KEY.key());
    uru.visitor().tryLogin(user.email(), "Wrong-Password-4711");
    user.get("/conversations/00000000-0000-7000-8000-00000000dead").expect(404);

    assertThat(value("uru_answers_total", "code=\"none\"", "status=\"completed\""))
        .isEqualTo(answered + 1);
    assertThat(value("uru_first_token_seconds_count", "model=\"gpt-4o\"")).isEqualTo(first + 1);
    assertThat(value("uru_preparation_seconds_bucket", "le=\"+Inf\"")).isEqualTo(prepared + 2);
    assertThat(value("uru_tokens_per_second_count", "model=\"gpt-4o\"")).isEqualTo(measured + 1);
    assertThat(value("uru_upstream_errors_total", "code=\"provider_key_invalid\""))
        .isEqualTo(failed + 1);
    assertThat(value("uru_journal_delay_seconds_count")).isGreaterThan(flushed);
    assertThat(value("uru_sign_ins_total", "result=\"bad_credentials\"")).isEqualTo(refused + 1);
    assertThat(value("uru_problems_total", "code=\"not_found\"")).isEqualTo(notFound + 1);
  }

  /** Returns the sum of the series of this name that have these labels; 0 if there are none. */
  private double value(String name, String... labels) {
    return uru.metrics()
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> containsAll(line, labels))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static boolean containsAll(String line, String... labels) {
    for (String label : labels) {
      if (!line.contains(label)) {
        return false;
      }
    }
    return true;
  }
}
