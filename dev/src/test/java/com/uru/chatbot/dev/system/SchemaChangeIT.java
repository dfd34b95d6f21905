package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Question;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A rolling upgrade: servers of this release serve while the next release changes the schema. */
@ExtendWith(UruSystemExtension.class)
class SchemaChangeIT {
  private static final int USERS = 6;

  /** The driver prepares a statement when a connection runs it for the fifth time. */
  private static final int QUESTIONS_UNTIL_PREPARED = USERS * 8;

  private final UruSystem uru;
  private final ExecutorService threads = Executors.newFixedThreadPool(USERS);
  private final AtomicInteger answers = new AtomicInteger();
  private volatile boolean asking = true;

  SchemaChangeIT(UruSystem uru) {
    this.uru = uru;
  }

  @AfterEach
  void stopAsking() {
    asking = false;
    threads.shutdownNow();
  }

  @Test
  void failsNoRequestWhileColumnsAreAddedAndDropped() {
    List<CompletableFuture<Void>> users =
        Stream.generate(uru::newUser)
            .limit(USERS)
            .map(user -> CompletableFuture.runAsync(() -> askOn(user), threads))
            .toList();
    awaitAnswers(QUESTIONS_UNTIL_PREPARED, users);

    for (String table : tables()) {
      change("alter table " + table + " add column of_next_release text");
    }
    awaitAnswers(QUESTIONS_UNTIL_PREPARED, users);
    for (String table : tables()) {
      change("alter table " + table + " drop column of_next_release");
    }
    awaitAnswers(QUESTIONS_UNTIL_PREPARED, users);

    asking = false;
    users.forEach(CompletableFuture::join);
  }

  private void askOn(UruClient user) {
    String conversation = user.newConversation("gpt-4o");
    @Nullable String parent = null;
    while (asking) {
      Question question =
          Question.after(conversation, parent, "Question", "gpt-4o").withMaxTokens(20);
      EventStream.Event last = user.ask(question, PracticeFault.FAST.key()).awaitLast();
      assertThat(last.name()).as("%s", last.data()).isEqualTo("incomplete");
      user.get("/conversations").expect(200);
      user.get("/conversations/" + conversation + "/messages").expect(200);
      user.refresh().expect(200);
      parent = question.assistantMessageId();
      answers.incrementAndGet();
    }
  }

  private void awaitAnswers(int more, List<CompletableFuture<Void>> users) {
    int wanted = answers.get() + more;
    Eventually.within(
        Duration.ofSeconds(60),
        more + " more answers",
        () ->
            answers.get() >= wanted
                || users.stream().anyMatch(CompletableFuture::isCompletedExceptionally));
  }

  private List<String> tables() {
    return uru.select(
        "select tablename from pg_tables where schemaname = 'public'"
            + " and tablename <> 'flyway_schema_history'",
        row -> row.getString(1));
  }

  private void change(String statement) {
    try (Connection owner = uru.owner();
        Statement change = owner.createStatement()) {
      change.execute(statement);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
