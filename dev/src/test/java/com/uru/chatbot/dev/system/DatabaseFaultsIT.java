package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.faults.HistoryChecker.Report;
import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PostgreSQL crashes, is away, is silent, or has no room (faults T1 to T4). */
@ExtendWith(UruSystemExtension.class)
@Tag("faults")
class DatabaseFaultsIT {
  private static final Duration PROMISE = Duration.ofMillis(250);
  private static final Duration AWAY_LIMIT = Duration.ofSeconds(2);
  private static final Duration SILENT_LIMIT = Duration.ofSeconds(10);
  private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(15);
  private static final int STREAMS = 50;
  private static final ExecutorService THREADS = Executors.newCachedThreadPool();

  private final UruSystem uru;

  DatabaseFaultsIT(UruSystem uru) {
    this.uru = uru;
  }

  /** How PostgreSQL can be there and not answer. */
  enum Silence {
    STOPPED_PROCESS,
    DROPPED_PACKETS
  }

  @AfterEach
  void heal() {
    uru.databaseProxy().heal();
    uru.awaitServer();
  }

  @Test
  void streamsFromMemoryWhileTheDatabaseCrashesAndComesBack() {
    uru.forgetUpstreamRequests();
    UruClient user = uru.newUser();
    try (Askers askers = new Askers(uru, STREAMS)) {
      askers.start(PracticeFault.SLOW, PracticeFault.NONE);
      askers.awaitText();
      uru.database().crash();
      askers.broken(Instant.now());
      long shown = askers.shownCharacters();
      Eventually.within(
          Duration.ofSeconds(10),
          "more text without a database",
          () -> askers.shownCharacters() > shown + 10 * STREAMS);
      Eventually.within(
          Duration.ofSeconds(40), "all answers to be told", () -> uru.upstreamOpen() == 0);

      uru.startDatabase();
      uru.awaitServer();
      assertThat(Stream.generate(() -> user.get("/conversations").status()).limit(100))
          .containsOnly(200);

      askers.finish();
      assertThat(askers.resumed()).as("streams that broke").isZero();
      askers.settle();
      Report report = askers.check(PROMISE);
      assertThat(report.findings()).isEmpty();
      assertThat(report.acknowledged()).isGreaterThanOrEqualTo(STREAMS);
      assertThat(report.longestLoss()).isZero();
      assertThat(uru.streamingRows()).isZero();
    }
  }

  @Test
  void saysAtOnceThatTheDatabaseIsDownAndComesBackByItself() {
    UruClient user = uru.newUser();
    String conversation = user.newConversation("gpt-4o");
    List<Supplier<Answer>> calls = calls(user, conversation);
    long pid = uru.serverProcess().pid();
    uru.stopDatabase();
    try {
      for (Supplier<Answer> call : calls) {
        assertUnavailableWithin(AWAY_LIMIT, call);
      }
      assertHealth(user);
      atOnce(calls, 10).forEach(answer -> answer.expectProblem(503, "service_unavailable"));
      long threads = uru.serverThreads();
      atOnce(calls, 10).forEach(answer -> answer.expectProblem(503, "service_unavailable"));
      assertThat(uru.serverThreads()).as("threads").isLessThan(threads + 20);
    } finally {
      uru.startDatabase();
      uru.awaitServer();
    }
    user.get("/conversations/" + conversation).expect(200);
    assertThat(uru.serverProcess().pid()).isEqualTo(pid);
  }

  @ParameterizedTest
  @EnumSource(Silence.class)
  void answersInTimeWhileTheDatabaseIsSilent(Silence silence) {
    UruClient user = uru.newUser();
    String conversation = user.newConversation("gpt-4o");
    List<Supplier<Answer>> calls = calls(user, conversation);
    silence(silence);
    try {
      Instant asked = Instant.now();
      List<Answer> answers = atOnce(calls, 5);
      assertThat(Duration.between(asked, Instant.now())).isLessThan(SILENT_LIMIT);
      answers.forEach(answer -> answer.expectProblem(503, "service_unavailable"));
      assertUnavailableWithin(SILENT_LIMIT, calls.get(0));
      assertHealth(user);
    } finally {
      speak(silence);
    }
    Eventually.within(RECOVERY_LIMIT, "the database again", () -> user.get("/me").status() == 200);
    assertThat(atOnce(List.of(() -> user.get("/conversations")), 50))
        .extracting(Answer::status)
        .containsOnly(200);
  }

  private void silence(Silence silence) {
    switch (silence) {
      case STOPPED_PROCESS -> uru.database().freeze();
      case DROPPED_PACKETS -> uru.databaseProxy().blackHole();
    }
  }

  private void speak(Silence silence) {
    switch (silence) {
      case STOPPED_PROCESS -> uru.database().thaw();
      case DROPPED_PACKETS -> uru.databaseProxy().heal();
    }
  }

  /**
   * PostgreSQL's own error, raised where it meets a full disk: at the statement that needs a page,
   * or at the commit. A real full disk would need a file system of its own, and so rights that a
   * test does not have everywhere.
   */
  @ParameterizedTest
  @ValueSource(strings = {"not deferrable", "deferrable initially deferred"})
  void acknowledgesNothingThatFindsNoRoom(String moment) throws SQLException {
    UruClient user = uru.newUser();
    String conversation = user.newConversation("gpt-4o");
    Question kept = Question.first(conversation, "Room for this", "gpt-4o");
    user.ask(kept, PracticeFault.FAST.key()).awaitLast();
    Question refused =
        Question.after(conversation, kept.assistantMessageId(), "No room for this", "gpt-4o");
    String key = PracticeFault.FAST.key(UUID.randomUUID().toString());

    fillTheDisk(moment);
    try {
      user.askRefused(refused, key).expectProblem(503, "service_unavailable");
      assertThat(user.messages(conversation)).hasSize(2);
      user.get("/conversations").expect(200);
    } finally {
      clearTheDisk();
    }
    assertThat(uru.upstreamRequests(key)).isEmpty();
    assertThat(user.ask(refused, key).awaitLast().name()).isEqualTo("completed");
    assertThat(user.messages(conversation)).hasSize(4);
    assertThat(uru.upstreamRequests(key)).hasSize(1);
  }

  @Test
  void logsOneLineForEachCallThatALockRefuses() throws SQLException {
    UruClient user = uru.newUser();
    String conversation = user.newConversation("gpt-4o");
    int before = uru.log().length();
    try (Connection owner = uru.owner();
        PreparedStatement lock =
            owner.prepareStatement(
                "select 1 from conversations where id = cast(? as uuid) for update")) {
      owner.setAutoCommit(false);
      lock.setString(1, conversation);
      lock.execute();

      user.patch(
              "/conversations/" + conversation,
              Json.createObjectBuilder().add("title", "New").build())
          .expectProblem(503, "service_unavailable");
    }
    assertThat(uru.log().substring(before))
        .containsOnlyOnce("service_unavailable: 55P03")
        .doesNotContain("\tat ");
  }

  private void fillTheDisk(String moment) throws SQLException {
    execute(
        "create function disk_full() returns trigger language plpgsql as"
            + " $$begin raise exception using errcode = 'disk_full',"
            + " message = 'could not extend file: No space left on device'; end$$",
        "create constraint trigger disk_full after insert or update on messages "
            + moment
            + " for each row execute function disk_full()");
  }

  private void clearTheDisk() throws SQLException {
    execute("drop function disk_full cascade");
  }

  private void execute(String... statements) throws SQLException {
    try (Connection owner = uru.owner();
        Statement statement = owner.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  /** Reads, writes and a sign-in. */
  private List<Supplier<Answer>> calls(UruClient user, String conversation) {
    return List.of(
        () -> user.get("/conversations/" + conversation),
        () -> user.get("/conversations/" + conversation + "/messages"),
        () -> user.get("/me"),
        () -> user.post("/conversations", Json.createObjectBuilder().build()),
        () ->
            user.askRefused(
                Question.first(conversation, "Hello", "gpt-4o"), PracticeFault.FAST.key()),
        () -> uru.visitor().tryLogin(user.email(), UruSystem.PASSWORD));
  }

  private static void assertUnavailableWithin(Duration limit, Supplier<Answer> call) {
    Instant asked = Instant.now();
    Answer answer = call.get();
    assertThat(Duration.between(asked, Instant.now())).isLessThan(limit);
    answer.expectProblem(503, "service_unavailable");
    assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
  }

  private static void assertHealth(UruClient user) {
    user.get("/health/live").expect(200);
    user.get("/health/ready").expect(503);
  }

  private static List<Answer> atOnce(List<Supplier<Answer>> calls, int times) {
    List<CompletableFuture<Answer>> answers =
        Stream.generate(calls::stream)
            .limit(times)
            .flatMap(each -> each)
            .map(call -> CompletableFuture.supplyAsync(call, THREADS))
            .toList();
    return answers.stream().map(CompletableFuture::join).toList();
  }
}
