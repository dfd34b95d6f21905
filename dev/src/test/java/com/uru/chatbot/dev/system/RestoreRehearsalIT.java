package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import com.uru.chatbot.dev.launcher.EmbeddedDatabase;
import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.practice.PracticeUpstream;
import com.uru.chatbot.dev.system.Installation.Result;
import com.uru.chatbot.dev.system.Installation.Running;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * A whole installation is backed up while people ask, then lost with its database and keys, and
 * comes back from the one file by the commands of docs/deployment.md. Each test looks at the
 * installation that came back.
 */
@EnabledOnOs(OS.LINUX)
@Tag("faults")
@SuppressWarnings("NullAway.Init")
class RestoreRehearsalIT {
  private static final int BAD_DATA = 65;
  private static final int PEOPLE = 4;
  private static final int ANSWERS_BEFORE_THE_BACKUP = 20;
  private static final String MODEL = "gpt-4o";

  private static final List<Asker> ASKERS = new ArrayList<>();
  private static final List<Message> ACKNOWLEDGED = new ArrayList<>();

  private static Path state;
  private static Path home;
  private static int port;
  private static PracticeUpstream upstream;
  private static Installation installation;
  private static EmbeddedDatabase database;
  private static Running server;

  private static UruClient steady;
  private static UruClient movedOn;
  private static ECKey transportKey;
  private static Question running;
  private static String seenOfRunning;
  private static Question later;
  private static String deleted;
  private static String shared;
  private static Result restoreOverRunning;

  /** A message that a reader of this conversation has been told of. */
  private record Message(Asker asker, String conversation, String id, String text) {}

  /** Somebody who does not cease to ask in one conversation. */
  private static final class Asker {
    private final UruClient user = newUser();
    private final String conversation = user.newConversation(MODEL);
    private final List<Message> told = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::converse, "asker");
    private volatile boolean asking = true;
    private volatile @Nullable Throwable failure;

    private void converse() {
      @Nullable String parent = null;
      try {
        while (asking) {
          Question question =
              Question.after(conversation, parent, "Tell me " + UUID.randomUUID(), MODEL)
                  .withMaxTokens(20);
          EventStream stream = user.ask(question, PracticeFault.FAST.key());
          stream.await("started");
          told.add(new Message(this, conversation, question.messageId(), question.text()));
          assertThat(stream.awaitLast().name()).isEqualTo("incomplete");
          parent = question.assistantMessageId();
          told.add(new Message(this, conversation, parent, stream.text()));
        }
      } catch (RuntimeException | AssertionError e) {
        failure = e;
      }
    }

    private void finish() throws InterruptedException {
      asking = false;
      thread.join(Duration.ofSeconds(60).toMillis());
      assertThat(failure).isNull();
      assertThat(thread.isAlive()).isFalse();
    }
  }

  @BeforeAll
  static void loseEverythingAndRestore() throws Exception {
    Path target = ServerEnvironment.ROOT.resolve("dev/target");
    state = StateFolders.anew(target.resolve("rehearsal"));
    port = Installation.freePort();
    upstream = PracticeUpstream.start(0, Duration.ofMillis(5));
    installation = Installation.in(target.resolve("installation"));
    Path backup = state.resolve("uru-backup.zip");

    startNewDatabase("old");
    assertThat(installation.run(settings(), "setup").exitCode()).isZero();
    startServer();
    live();
    backUp(backup);
    restoreOverRunning = installation.run(settings(), "restore", backup.toString());
    goOn();

    server.stop();
    database.close();
    StateFolders.delete(home);

    startNewDatabase("new");
    Result restored = installation.run(settings(), "restore", backup.toString());
    assertThat(restored.exitCode()).as("%s", restored.lines()).isZero();
    startServer();
  }

  @AfterAll
  static void end() {
    server.stop();
    database.close();
    upstream.close();
  }

  /** What is there before the backup. */
  private static void live() {
    steady = newUser();
    steady.refresh().expect(200);
    movedOn = newUser();
    transportKey = SealedKeys.transportKey(steady);
    String conversation = steady.newConversation(MODEL);
    ask(steady, Question.first(conversation, "Which flour?", MODEL), PracticeFault.FAST.key());
    shared =
        steady
            .post("/conversations/" + conversation + "/share", JsonValue.EMPTY_JSON_OBJECT)
            .expect(200)
            .json()
            .getString("token");
    deleted = steady.newConversation(MODEL);
    steady.delete("/conversations/" + deleted).expect(204);
    for (int i = 0; i < PEOPLE; i++) {
      ASKERS.add(new Asker());
    }
    ASKERS.forEach(asker -> asker.thread.start());
    Eventually.within(
        Duration.ofSeconds(60),
        "answers before the backup",
        () -> ASKERS.stream().mapToInt(a -> a.told.size()).sum() >= 2 * ANSWERS_BEFORE_THE_BACKUP);
  }

  private static void backUp(Path backup) throws IOException {
    running = Question.first(steady.newConversation(MODEL), "Tell me everything", MODEL);
    EventStream stream = steady.ask(running, PracticeFault.SLOW.key());
    stream.awaitText(50);
    seenOfRunning = stream.text();
    ASKERS.forEach(asker -> ACKNOWLEDGED.addAll(asker.told));

    Result result = installation.run(settings(), "backup", backup.toString());

    assertThat(result.exitCode()).as("%s", result.lines()).isZero();
    assertThat(stream.events()).as("the answer outlasts the backup").noneMatch(EventStream::isLast);
  }

  /** What happens after the backup, and is lost. */
  private static void goOn() throws InterruptedException {
    later = Question.first(steady.newConversation(MODEL), "And then?", MODEL);
    ask(steady, later, PracticeFault.FAST.key());
    movedOn.refresh().expect(200);
    for (Asker asker : ASKERS) {
      asker.finish();
    }
  }

  @Test
  void aRestoreOverARunningInstallationWasRefused() {
    assertThat(restoreOverRunning.exitCode()).isEqualTo(BAD_DATA);
    assertThat(restoreOverRunning.lastLine()).contains("The database is in use");
  }

  @Test
  void everyMessageThatWasAcknowledgedBeforeTheBackupIsThere() {
    for (Asker asker : ASKERS) {
      Map<String, String> stored = new HashMap<>();
      UruClient user = signedInAgain(asker.user);
      for (JsonObject message : allMessages(user, asker.conversation)) {
        stored.put(message.getString("id"), message.getString("text"));
      }
      assertThat(ACKNOWLEDGED)
          .filteredOn(message -> message.asker() == asker)
          .isNotEmpty()
          .allSatisfy(message -> assertThat(stored).containsEntry(message.id(), message.text()));
    }
  }

  @Test
  void whatRanDuringTheBackupIsInterruptedWithItsText() {
    UruClient user = signedInAgain(steady);
    Eventually.within(
        Duration.ofSeconds(30),
        "the answer is no longer running",
        () -> !answer(user).getString("status").equals("streaming"));

    assertThat(answer(user).getString("status")).isEqualTo("interrupted");
    assertThat(answer(user).getString("text")).startsWith(seenOfRunning);
  }

  @Test
  void whatWasDeletedBeforeOrWrittenAfterTheBackupIsNotThere() {
    UruClient user = signedInAgain(steady);

    user.get("/conversations/" + deleted).expect(404);
    user.get("/conversations/" + later.conversationId()).expect(404);
  }

  @Test
  void accessTokensAndSessionsOfTheBackupGoOn() {
    UruClient tab = steady.newTab();
    tab.useToken(steady.token());
    tab.get("/me").expect(200);
    tab.useToken(null);

    tab.refresh().expect(200);
    tab.get("/me").expect(200);
  }

  @Test
  void whoseSessionHasGoneOnSignsInAgain() {
    UruClient tab = movedOn.newTab();
    tab.refresh().expect(401);

    signedInAgain(movedOn).get("/me").expect(200);
  }

  @Test
  void theAdministratorIsTheSameAndNoOtherWasMade() {
    UruClient administrator = new UruClient(url());
    administrator.login(UruSystem.ADMINISTRATOR, UruSystem.PASSWORD);

    assertThat(administrator.user().getString("role")).isEqualTo("admin");
  }

  @Test
  void sharedLinksLeadWhereTheyDid() {
    UruClient reader = signedInAgain(ASKERS.get(0).user);

    JsonObject share = reader.get("/shared/" + shared).expect(200).json();

    assertThat(share.getJsonArray("items").getJsonObject(0).getString("text"))
        .isEqualTo("Which flour?");
  }

  @Test
  void keysThatAPageSealsToTheOldServerAreOpened() {
    UruClient user = signedInAgain(steady);
    Question question = Question.first(user.newConversation(MODEL), "Hello again", MODEL);

    assertThat(SealedKeys.transportKey(user).getKeyID()).isEqualTo(transportKey.getKeyID());
    ask(user, question, SealedKeys.seal(transportKey, PracticeFault.FAST.key(), user));
  }

  private static void ask(UruClient user, Question question, String key) {
    assertThat(user.ask(question, key).awaitLast().name()).isEqualTo("completed");
  }

  private static JsonObject answer(UruClient user) {
    return user.message(running.conversationId(), running.assistantMessageId());
  }

  private static List<JsonObject> allMessages(UruClient user, String conversation) {
    List<JsonObject> all = new ArrayList<>();
    String next = "";
    do {
      JsonObject page =
          user.get("/conversations/" + conversation + "/messages?limit=100" + next)
              .expect(200)
              .json();
      all.addAll(page.getJsonArray("items").getValuesAs(JsonObject.class));
      next = page.isNull("nextCursor") ? "" : "&cursor=" + page.getString("nextCursor");
    } while (!next.isEmpty());
    return all;
  }

  private static UruClient newUser() {
    UruClient client = new UruClient(url());
    client.register("user-" + UUID.randomUUID() + "@example.org", UruSystem.PASSWORD, "Test User");
    return client;
  }

  /** With the password from before. */
  private static UruClient signedInAgain(UruClient old) {
    UruClient client = new UruClient(url());
    client.login(old.email(), UruSystem.PASSWORD);
    return client;
  }

  private static String url() {
    return "http://127.0.0.1:" + port;
  }

  private static void startNewDatabase(String name) {
    // The keys are in the same folder, and are lost with it.
    home = state.resolve(name);
    database = EmbeddedDatabase.start(home.resolve("postgres"), 0);
  }

  private static void startServer() throws IOException {
    server = installation.start(settings(), "start").waitForLine("ready at port");
  }

  private static Map<String, String> settings() {
    return Installation.settings(
        database.access(), home.resolve("server-keys.json"), port, upstream.url());
  }
}
