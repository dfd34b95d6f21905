package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Question;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A key with an unmistakable word in it is used in every way, and then looked for everywhere. */
@ExtendWith(UruSystemExtension.class)
class ConfidentialityIT {
  private static final String CANARY = "canary7k3q9x";
  private static final String QUESTION = "Zwieback-Geheimnis 4711";

  private static final Set<PracticeFault> TAKE_LONG =
      EnumSet.of(
          PracticeFault.TIMEOUT,
          PracticeFault.STALL,
          PracticeFault.SLOW,
          PracticeFault.LONG_STEADY);

  private final UruSystem uru;
  private final StringBuilder answers = new StringBuilder();

  ConfidentialityIT(UruSystem uru) {
    this.uru = uru;
  }

  @Test
  void keepsTheKeyNowhere() throws Exception {
    UruClient user = uru.newUser();
    String conversation = user.newConversation("gpt-4o");
    for (PracticeFault fault : PracticeFault.values()) {
      if (!TAKE_LONG.contains(fault)) {
        String text = fault == PracticeFault.FAST ? QUESTION : "Hello";
        use(user, Question.first(conversation, text, "gpt-4o"), fault.key(CANARY));
      }
    }
    use(user, Question.first(conversation, "Hello", "gpt-4o"), "sk-proj-" + CANARY);
    UruClient stopping = uru.newUser();
    Question slow = Question.first(stopping.newConversation("gpt-4o"), "Hello", "gpt-4o");
    EventStream stream = stopping.ask(slow, PracticeFault.SLOW.key(CANARY));
    stream.awaitText(10);

    String threads = threadDump();
    stopping.stop(slow.generationId());
    stream.awaitLast();

    assertThat(answers).doesNotContain(CANARY);
    assertThat(uru.logs()).doesNotContain(CANARY);
    assertThat(threads).contains("java.lang.Thread").doesNotContain(CANARY);
    for (String path : List.of("/health", "//metrics", "//openapi")) {
      assertThat(user.get(path).body()).as(path).doesNotContain(CANARY);
    }
    assertThat(databaseDump()).contains(QUESTION).doesNotContain(CANARY);
  }

  @Test
  void logsNeitherContentNorCredentials() {
    UruClient user = uru.newUser();
    Question question = Question.first(user.newConversation("gpt-4o"), QUESTION, "gpt-4o");
    user.ask(question, PracticeFault.IN_BAND_ERROR.key()).awaitLast();
    uru.visitor().tryLogin(user.email(), "Wrong-Password-4711");
    user.send("POST", "/conversations", "{\"title\":\"" + QUESTION, Map.of());

    assertThat(uru.logs())
        .doesNotContain(QUESTION)
        .doesNotContain("Wrong-Password-4711")
        .doesNotContain(UruSystem.PASSWORD)
        .doesNotContain(user.email())
        .doesNotContain(user.token());
  }

  private void use(UruClient user, Question question, String key) {
    answers.append(user.askRefused(question, key).body());
    answers.append(
        user.send("POST", "/provider-key/check", null, Map.of("Uru-Provider-Key", key)).body());
    answers.append(user.messages(question.conversationId()));
  }

  private String threadDump() throws IOException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(uru.serverProcess().pid()),
                "Thread.print",
                "-l")
            .redirectErrorStream(true)
            .start();
    return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Every row of every table, as text. */
  private String databaseDump() {
    StringBuilder dump = new StringBuilder();
    for (String table :
        column("select table_name from information_schema.tables where table_schema = 'public'")) {
      column("select row_to_json(t)::text from " + table + " t").forEach(dump::append);
    }
    return dump.toString();
  }

  private List<String> column(String query) {
    return uru.select(query, row -> row.getString(1));
  }
}
