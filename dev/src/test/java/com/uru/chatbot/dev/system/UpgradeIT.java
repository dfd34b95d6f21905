package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.launcher.EmbeddedDatabase;
import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.practice.PracticeUpstream;
import com.uru.chatbot.dev.system.Installation.Running;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * The rule of CONTRIBUTING.md, <i>Changing the schema</i>: a server of the release before goes on
 * with the schema of this one, beside servers of this release.
 */
@EnabledOnOs(OS.LINUX)
@Tag("faults")
@SuppressWarnings("NullAway.Init")
class UpgradeIT {
  private static final String MODEL = "gpt-4o";
  private static final int COLUMN_OF_ADMINISTRATORS = 3;

  private static final AtomicInteger ANSWERS = new AtomicInteger();
  private static volatile boolean asking = true;

  private static Path previous;
  private static PracticeUpstream upstream;
  private static EmbeddedDatabase database;
  private static Path keys;
  private static Node oldNode;
  private static Node newNode;

  /** An installation of one release, and its server. */
  private static final class Node {
    private final Installation installation;
    private final int port = Installation.freePort();
    private @Nullable Running server;

    private Node(String name, Path project) throws IOException, InterruptedException {
      Path home = ServerEnvironment.ROOT.resolve("dev/target").resolve(name);
      installation = Installation.in(home, project);
    }

    private void setUp() throws IOException {
      Installation.Result result = installation.run(settings(), "setup");
      assertThat(result.exitCode()).as("%s", result.lines()).isZero();
    }

    private void start() throws IOException {
      server = installation.start(settings(), "start").waitForLine("ready at port");
    }

    private Map<String, String> settings() {
      return Installation.settings(database.access(), keys, port, upstream.url());
    }

    private UruClient visitor() {
      return new UruClient("http://127.0.0.1:" + port);
    }

    private void stop() {
      if (server != null) {
        server.stop();
      }
    }
  }

  @BeforeAll
  static void installBoth() throws IOException, InterruptedException {
    previous = PreviousRelease.build();
    Path state = StateFolders.anew(ServerEnvironment.ROOT.resolve("dev/target/upgrade"));
    keys = state.resolve("server-keys.json");
    upstream = PracticeUpstream.start(0, Duration.ofMillis(5));
    database = EmbeddedDatabase.start(state.resolve("postgres"), 0);
    oldNode = new Node("installation-before", previous);
    newNode = new Node("installation", ServerEnvironment.ROOT);
  }

  @AfterAll
  @SuppressWarnings("NullAway")
  static void end() {
    asking = false;
    if (oldNode != null) {
      oldNode.stop();
      newNode.stop();
      database.close();
      upstream.close();
    }
  }

  @Test
  void aServerOfTheReleaseBeforeGoesOnWithTheNewSchemaBesideNewServers() throws IOException {
    oldNode.setUp();
    oldNode.start();
    UruClient person = live(oldNode);
    CompletableFuture<Void> asker = CompletableFuture.runAsync(UpgradeIT::ask);
    awaitMoreAnswers(asker);

    newNode.setUp();

    awaitMoreAnswers(asker);
    live(oldNode);
    administer(oldNode);
    newNode.start();
    live(newNode);
    administer(newNode);
    awaitMoreAnswers(asker);
    administer(oldNode);
    asking = false;
    asker.join();
    converseByTurns(person);
  }

  /** Somebody asks at the old server from before the change of the schema until after it. */
  private static void ask() {
    UruClient user = register(oldNode);
    String conversation = user.newConversation(MODEL);
    @Nullable String parent = null;
    while (asking) {
      Question question = Question.after(conversation, parent, "Question", MODEL).withMaxTokens(20);
      assertThat(user.ask(question, PracticeFault.FAST.key()).awaitLast().name())
          .isEqualTo("incomplete");
      assertThat(user.refresh().status()).isEqualTo(200);
      parent = question.assistantMessageId();
      ANSWERS.incrementAndGet();
    }
  }

  private static void awaitMoreAnswers(CompletableFuture<Void> asker) {
    int wanted = ANSWERS.get() + 10;
    Eventually.within(
        Duration.ofSeconds(60),
        "more answers",
        () -> asker.isCompletedExceptionally() || ANSWERS.get() >= wanted);
    if (asker.isCompletedExceptionally()) {
      asker.join();
    }
  }

  /** What a person does in a day: one of each kind of change. */
  private static UruClient live(Node node) {
    UruClient person = register(node);
    String conversation = person.newConversation(MODEL);
    completed(person, Question.first(conversation, "Which flour?", MODEL));
    person
        .patch(
            "/conversations/" + conversation,
            Json.createObjectBuilder().add("title", "Flour").add("pinned", true).build())
        .expect(200);
    person.get("/search?q=flour").expect(200);
    String link =
        person
            .post("/conversations/" + conversation + "/share", JsonValue.EMPTY_JSON_OBJECT)
            .expect(200)
            .json()
            .getString("token");
    person.get("/shared/" + link).expect(200);
    person.delete("/conversations/" + conversation + "/share").expect(204);
    Question stopped = Question.first(person.newConversation(MODEL), "Tell me slowly", MODEL);
    EventStream stream = person.ask(stopped, PracticeFault.SLOW.key());
    stream.awaitText(10);
    person.stop(stopped.generationId()).expect(204);
    assertThat(stream.awaitLast().name()).isEqualTo("stopped");
    person.delete("/conversations/" + conversation).expect(204);
    UruClient elsewhere = node.visitor();
    elsewhere.login(person.email(), ServerEnvironment.PASSWORD);
    elsewhere.post("/auth/logout", null).expect(204);
    return person;
  }

  /**
   * Sends all requests of docs/authorization.txt that only read, and makes, changes and deletes.
   */
  private static void administer(Node node) throws IOException {
    UruClient administrator = node.visitor();
    administrator.login(ServerEnvironment.ADMINISTRATOR, ServerEnvironment.PASSWORD);
    for (String line : Files.readAllLines(previous.resolve("docs/authorization.txt"))) {
      String[] cells = line.split("\\|", -1);
      String route = cells[0].strip();
      if (route.startsWith("GET ") && !route.contains("{") && route.split(" ", -1).length == 2) {
        String query = cells[cells.length - 1].strip();
        int status = Integer.parseInt(cells[1].strip().split(" ", -1)[COLUMN_OF_ADMINISTRATORS]);
        administrator.get(route.substring(4) + query).expect(status);
      }
    }
    String person =
        administrator
            .post(
                "/admin/users",
                Json.createObjectBuilder()
                    .add("email", UUID.randomUUID() + "@example.org")
                    .add("displayName", "Added")
                    .add("role", "user")
                    .build())
            .expect(201)
            .json()
            .getJsonObject("user")
            .getString("id");
    administrator
        .patch(
            "/admin/users/" + person,
            Json.createObjectBuilder().add("displayName", "Renamed").build())
        .expect(200);
    administrator.delete("/admin/users/" + person).expect(204);
    administrator.patch("/admin/settings", JsonValue.EMPTY_JSON_OBJECT).expect(200);
  }

  /** Each answer is read at the other server. */
  private static void converseByTurns(UruClient person) {
    List<UruClient> both =
        List.of(
            person.at("http://127.0.0.1:" + oldNode.port),
            person.at("http://127.0.0.1:" + newNode.port));
    String conversation = person.newConversation(MODEL);
    @Nullable String parent = null;
    for (int i = 0; i < 4; i++) {
      Question question = Question.after(conversation, parent, "Turn " + i, MODEL);
      String text = completed(both.get(i % 2), question);
      JsonObject answer =
          both.get((i + 1) % 2).message(conversation, question.assistantMessageId());
      assertThat(answer.getString("text")).isEqualTo(text);
      parent = question.assistantMessageId();
    }
  }

  private static String completed(UruClient person, Question question) {
    EventStream stream = person.ask(question, PracticeFault.FAST.key());
    assertThat(stream.awaitLast().name()).isEqualTo("completed");
    return stream.text();
  }

  private static UruClient register(Node node) {
    UruClient client = node.visitor();
    client.register(
        "user-" + UUID.randomUUID() + "@example.org", ServerEnvironment.PASSWORD, "Test User");
    return client;
  }
}
