package com.uru.chatbot.dev.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.EventStream.Event;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.lang.System.Logger.Level;
import java.net.HttpURLConnection;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Two servers, one PostgreSQL, no affinity. The tests that stop a server come last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init")
class NodesIT {
  private static final System.Logger LOGGER = System.getLogger(NodesIT.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static TwoNodes nodes;

  @BeforeAll
  static void startBoth() {
    nodes = TwoNodes.start();
  }

  @AfterAll
  static void endBoth() {
    nodes.close();
  }

  /** One user who talks to each node by turns. */
  private record Person(UruClient atA, UruClient atB, String conversation) {
    static Person create() {
      UruClient user = nodes.newUser();
      return new Person(
          user.at(nodes.a().url()), user.at(nodes.b().url()), user.newConversation("gpt-4o"));
    }

    Question question(String text) {
      return Question.first(conversation, text, "gpt-4o");
    }

    JsonObject answer(Question question) {
      return atB.message(conversation, question.assistantMessageId());
    }
  }

  private static String key(PracticeFault fault) {
    return fault.key(UUID.randomUUID().toString());
  }

  @Test
  void followsAnAnswerOfTheOtherNodeAsItIsWritten() {
    Person person = Person.create();
    Question question = person.question("Tell me");
    EventStream here = person.atA().ask(question, key(PracticeFault.SLOW));
    EventStream there = person.atB().follow(question.generationId(), 0);
    here.awaitText(200);
    there.awaitText(200);
    person.atB().stop(question.generationId()).expect(204);

    assertThat(there.awaitLast().name()).isEqualTo("stopped");
    here.awaitLast();
    List<Long> lags = lags(here, there);
    assertThat(lags).hasSizeGreaterThan(5);
    say("Text of the other node is later by", spread(lags));
  }

  @Test
  void resumesOnAnyNodeWithNeitherGapNorRepeat() {
    Person person = Person.create();
    Question question = person.question("Tell me everything");
    EventStream whole = person.atA().ask(question, key(PracticeFault.NONE));
    StringBuilder text = new StringBuilder();
    long last = 0;
    boolean ended = false;
    for (int part = 0; !ended; part++) {
      UruClient node = part % 2 == 0 ? person.atB() : person.atA();
      try (EventStream stream = node.follow(question.generationId(), last)) {
        stream.await("text or the end", e -> e.name().equals("delta") || EventStream.isLast(e));
        List<Event> events = stream.events();
        assertThat(events).extracting(Event::id).isSorted();
        assertThat(events.get(0).id()).isGreaterThan(last);
        text.append(EventStream.text(events));
        last = events.get(events.size() - 1).id();
        ended = EventStream.isLast(events.get(events.size() - 1));
      }
    }

    assertThat(whole.awaitLast().name()).isEqualTo("completed");
    assertThat(text.toString())
        .isEqualTo(whole.text())
        .isEqualTo(person.answer(question).getString("text"));
  }

  private static JsonObject json(String text) {
    return Json.createReader(new StringReader(text.replace('\'', '"'))).readObject();
  }

  /** Settings count within three seconds on every node. */
  @Test
  void obeysSettingsThatAreChangedOnTheOtherNode() {
    Person person = Person.create();
    UruClient member = person.atB();
    UruClient admin = new UruClient(nodes.a().url());
    admin.login(ServerEnvironment.ADMINISTRATOR, ServerEnvironment.PASSWORD);
    String export = "/conversations/" + person.conversation() + "/export";
    String key = key(PracticeFault.FAST);
    member.get(export).expect(200);
    Question asked = person.question("What is used?");
    member.ask(asked, key).awaitEnd();
    try {
      admin
          .patch(
              "/admin/settings",
              json(
                  "{'disabledFeatures': ['export'], 'allowedModels': ['gpt-4o'],"
                      + " 'userTokensPerDay': 1, 'banner': 'Maintenance at noon'}"))
          .expect(200);

      holds("exports are off", () -> member.get(export).status() == 403);
      holds(
          "one model",
          () -> member.get("/models").expect(200).json().getJsonArray("items").size() == 1);
      holds(
          "the banner",
          () ->
              member
                  .get("/me/settings")
                  .json()
                  .getString("banner", "")
                  .equals("Maintenance at noon"));
      holds("the budget", () -> member.start(person.question("One more?"), key).status() == 429);
      UruClient newcomer = nodes.newUser().at(nodes.b().url());
      newcomer
          .post("/conversations", json("{'model': 'gpt-4'}"))
          .expectProblem(422, "model_not_available");
    } finally {
      admin
          .patch(
              "/admin/settings",
              json(
                  "{'disabledFeatures': null, 'allowedModels': null, 'userTokensPerDay': null,"
                      + " 'banner': null}"))
          .expect(200);
    }
    holds("exports are on again", () -> member.get(export).status() == 200);
    holds(
        "the budget is gone", () -> member.start(person.question("And now?"), key).status() == 202);
  }

  private static void holds(String what, BooleanSupplier condition) {
    Eventually.within(Duration.ofSeconds(5), what + " on the other node", condition);
  }

  @Test
  void countsTheQuestionsOfAUserOnBothNodesTogether() {
    Person person = Person.create();
    Map<String, String> headers =
        Map.of("Uru-Provider-Key", key(PracticeFault.NO_QUOTA), "Accept", "application/json");
    Instant start = Instant.now();
    int asked = 0;
    Answer answer;
    do {
      UruClient node = asked % 2 == 0 ? person.atA() : person.atB();
      answer =
          node.send(
              "POST",
              "/conversations/" + person.conversation() + "/generations",
              person.question("Again").toJson().toString(),
              headers);
    } while (answer.status() == 202 && ++asked < 10 * TwoNodes.QUESTIONS_PER_MINUTE);

    answer.expectProblem(429, "rate_limited");
    assertThat(answer.header("RateLimit-Limit")).isEqualTo("" + TwoNodes.QUESTIONS_PER_MINUTE);
    long seconds = Duration.between(start, Instant.now()).toSeconds() + 1;
    assertThat(asked)
        .isGreaterThanOrEqualTo(TwoNodes.QUESTIONS_PER_MINUTE)
        .isLessThanOrEqualTo((int) (TwoNodes.QUESTIONS_PER_MINUTE * (1 + seconds / 60.0) + 1));
  }

  @Test
  void writesOneExportOfAUserAtATime() throws IOException {
    Person person = Person.create();
    LongConversation conversation = LongConversation.importedBy(person.atA());

    try (InputStream unread = conversation.beginExport(nodes.a().url(), person.atA())) {
      Answer refused = person.atB().get(conversation.path());
      refused.expectProblem(429, "rate_limited");
      assertThat(refused.json().getString("detail")).contains("Another export of yours");
      assertThat(refused.header("Retry-After")).isNotBlank();
      Person.create().atB().get("/me/export").expect(200);
      assertThat(unread.readAllBytes()).hasSizeGreaterThan(conversation.characters());
    }

    holds("the next export", () -> person.atB().get(conversation.path()).status() == 200);
  }

  /** The first one waits for the rest of its file. */
  @Test
  void readsOneImportOfAUserAtATime() throws IOException, SQLException {
    Person person = Person.create();
    String file = "{\"format\": \"uru-conversations\", \"version\": 1, \"conversations\": []}";
    HttpURLConnection first =
        (HttpURLConnection) URI.create(nodes.a().url() + "/api/v1/import").toURL().openConnection();
    first.setRequestMethod("POST");
    first.setRequestProperty("Authorization", "Bearer " + person.atA().token());
    first.setRequestProperty("Content-Type", "application/json");
    first.setDoOutput(true);
    first.setChunkedStreamingMode(0);
    try (OutputStream body = first.getOutputStream()) {
      body.write(file.substring(0, 10).getBytes(UTF_8));
      body.flush();
      Eventually.within(PATIENCE, "the import", () -> importsOf(person) == 1);

      Answer refused = person.atB().post("/import?dryRun=true", json(file));
      refused.expectProblem(429, "rate_limited");
      assertThat(refused.json().getString("detail")).contains("Another import of yours");

      body.write(file.substring(10).getBytes(UTF_8));
    }
    assertThat(first.getResponseCode()).isEqualTo(200);
    holds(
        "the next import",
        () -> person.atB().post("/import?dryRun=true", json(file)).status() == 200);
  }

  private static int importsOf(Person person) {
    try (Connection owner = nodes.owner();
        PreparedStatement statement =
            owner.prepareStatement(
                "select count(*) from transfer_leases where owner_id = ? and transfer = 'import'")) {
      statement.setObject(1, UUID.fromString(person.atA().user().getString("id")));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void stopsAnAnswerThatTheOtherNodeWrites() {
    List<Long> delays = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Person person = Person.create();
      Question question = person.question("Tell me slowly");
      EventStream stream = person.atA().ask(question, key(PracticeFault.SLOW));
      stream.awaitText(10);

      Instant stopped = Instant.now();
      person.atB().stop(question.generationId()).expect(204);
      Event last = stream.awaitLast();

      assertThat(last.name()).isEqualTo("stopped");
      assertThat(person.answer(question).getString("status")).isEqualTo("stopped");
      delays.add(Duration.between(stopped, last.at()).toMillis());
    }
    Eventually.within(PATIENCE, "the upstream's end", () -> nodes.openAnswers() == 0);
    say("A stop through the other node is told after", spread(delays));
  }

  @Test
  void goesOnWhenNoticesAreNoLongerHeard() throws SQLException {
    Person person = Person.create();
    Question question = person.question("Tell me");
    EventStream here = person.atA().ask(question, key(PracticeFault.NONE));
    EventStream there = person.atB().follow(question.generationId(), 0);
    there.awaitText(20);

    assertThat(endListeners()).isEqualTo(2);

    assertThat(there.awaitLast().name()).isEqualTo("completed");
    here.awaitLast();
    assertThat(there.text()).isEqualTo(here.text());
    Eventually.within(PATIENCE, "new listeners", () -> listeners() == 2);
  }

  @Test
  void showsOnOneNodeWhatIsDoneOnTheOther() {
    Person person = Person.create();
    List<Long> delays = new ArrayList<>();
    try (EventStream stream = person.atB().events()) {
      stream.await("running");
      List<Question> questions = new ArrayList<>();
      List<EventStream> own = new ArrayList<>();
      for (int i = 0; i < 7; i++) {
        Question question =
            Question.first(person.atA().newConversation("gpt-4o"), "Tell me " + i, "gpt-4o");
        questions.add(question);
        Instant asked = Instant.now();
        own.add(person.atA().ask(question, key(PracticeFault.NONE)));
        Event started =
            stream.await(
                "the start",
                event ->
                    event.name().equals("generation_started")
                        && event
                            .data()
                            .getJsonObject("generation")
                            .getString("id")
                            .equals(question.generationId()));
        delays.add(Duration.between(asked, started.at()).toMillis());
      }
      own.forEach(EventStream::awaitLast);
      UserEventReader reader = new UserEventReader();
      reader.begin(person.atB(), stream);
      for (Question question : questions) {
        stream.await(
            "the end",
            event ->
                event.name().equals("generation")
                    && event.data().getString("generationId").equals(question.generationId())
                    && event.data().getString("event").equals("completed"));
      }
      reader.read(person.atB(), stream.events());

      for (int i = 0; i < 7; i++) {
        assertThat(reader.text(questions.get(i).generationId())).isEqualTo(own.get(i).text());
      }
      say("A question is seen on the other node after", spread(delays));
      String conversation = questions.get(0).conversationId();
      person.atA().delete("/conversations/" + conversation).expect(204);
      assertThat(stream.await("conversation_deleted").data().getString("id"))
          .isEqualTo(conversation);
    }
  }

  @Test
  void movesAReaderBetweenNodesWithNeitherGapNorRepeat() {
    Person person = Person.create();
    Question question = person.question("Tell me everything");
    EventStream own = person.atA().ask(question, key(PracticeFault.SLOW));
    String id = question.generationId();
    UserEventReader reader = new UserEventReader();
    for (int part = 0; !reader.hasEnded(id); part++) {
      UruClient node = part % 2 == 0 ? person.atA() : person.atB();
      try (EventStream stream = node.events()) {
        reader.begin(node, stream);
        if (part == 7) {
          person.atA().stop(id).expect(204);
        }
        if (!reader.hasEnded(id)) {
          stream.await("an event", event -> event.name().equals("generation"));
          reader.read(node, stream.events());
        }
      }
    }

    own.awaitLast();
    assertThat(reader.text(id)).isEqualTo(own.text());
  }

  @Test
  void tellsTheRunningAnswersAgainAfterNoticesWereLost() throws SQLException {
    Person person = Person.create();
    try (EventStream stream = person.atB().events()) {
      stream.await("running");
      endListeners();

      Eventually.within(
          PATIENCE,
          "running again",
          () ->
              stream.events().stream().filter(event -> event.name().equals("running")).count()
                  == 2);
      String conversation = person.atA().newConversation("gpt-4o");
      stream.await(
          "the new conversation",
          event ->
              event.name().equals("conversation_changed")
                  && event.data().getString("id").equals(conversation));
    }
    Eventually.within(PATIENCE, "new listeners", () -> listeners() == 2);
  }

  private static int endListeners() throws SQLException {
    return number(
        "select count(pg_terminate_backend(pid)) from pg_stat_activity"
            + " where application_name = 'uru-notices'");
  }

  private static int listeners() {
    try {
      return number("select count(*) from pg_stat_activity where application_name = 'uru-notices'");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static int number(String sql) throws SQLException {
    try (Connection application = nodes.application();
        Statement statement = application.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getInt(1);
    }
  }

  @Test
  void givesManyTabsOnAllNodesTheSameSession() {
    Person person = Person.create();
    List<UruClient> tabs = new ArrayList<>();
    List<CompletableFuture<Answer>> refreshes = new ArrayList<>();
    for (int tab = 0; tab < 8; tab++) {
      UruClient client = (tab % 2 == 0 ? person.atA() : person.atB()).newTab();
      tabs.add(client);
      refreshes.add(CompletableFuture.supplyAsync(client::refresh));
    }

    refreshes.forEach(refresh -> refresh.join().expect(200));

    assertThat(tabs.stream().map(UruClient::cookie).distinct()).hasSize(1);
    person.atB().get("/me").expect(200);
  }

  @Test
  void closesTheStreamsOfAnEndedSessionOnAllNodesAndFinishesTheAnswer() {
    Person person = Person.create();
    Question question = person.question("Go on without me").withMaxTokens(200);
    EventStream here = person.atA().ask(question, key(PracticeFault.SLOW));
    EventStream there = person.atB().follow(question.generationId(), 0);
    here.awaitText(20);
    there.awaitText(20);
    UruClient elsewhere = new UruClient(nodes.b().url());
    elsewhere.login(person.atA().email(), UruSystem.PASSWORD);
    EventStream otherSession = elsewhere.follow(question.generationId(), 0);
    EventStream eventsHere = person.atA().events();
    EventStream eventsThere = person.atB().events();

    person.atA().post("/auth/logout", null).expect(204);
    Instant signedOut = Instant.now();
    here.awaitEnd();
    there.awaitEnd();
    eventsHere.awaitEnd();
    eventsThere.awaitEnd();
    Duration open = Duration.between(signedOut, Instant.now());

    say("Streams of an ended session stayed open for", open.toMillis() + " ms");
    assertThat(open).isLessThan(Duration.ofSeconds(5));
    assertThat(here.events()).noneMatch(EventStream::isLast);
    assertThat(there.events()).noneMatch(EventStream::isLast);
    assertThat(lastOf(eventsHere).name()).isEqualTo("session_ended");
    assertThat(lastOf(eventsThere).name()).isEqualTo("session_ended");
    assertThat(otherSession.awaitLast().name()).isNotEqualTo("interrupted");
    assertThat(
            elsewhere
                .message(person.conversation(), question.assistantMessageId())
                .getString("text"))
        .isEqualTo(otherSession.text());
  }

  private static Event lastOf(EventStream stream) {
    List<Event> events = stream.events();
    return events.get(events.size() - 1);
  }

  @Test
  void slowsDownSomebodyWhoGuessesOnAllNodesByTurns() {
    Person person = Person.create();
    UruClient guesserAtA = new UruClient(nodes.a().url());
    UruClient guesserAtB = new UruClient(nodes.b().url());
    String email = person.atA().email();
    int guesses = 0;
    Answer last = guesserAtA.tryLogin(email, "wrong horse");
    while (last.status() == 401 && guesses < 12) {
      guesses++;
      last = (guesses % 2 == 0 ? guesserAtA : guesserAtB).tryLogin(email, "wrong horse " + guesses);
    }

    last.expectProblem(429, "too_many_attempts");
    guesserAtA.tryLogin(email, "wrong horse").expectProblem(429, "too_many_attempts");
    guesserAtB.tryLogin(email, "wrong horse").expectProblem(429, "too_many_attempts");
  }

  @Test
  void makesOneAnswerOfTheSameRequestToBothNodes() {
    Person person = Person.create();
    Question question = person.question("Only once");
    String key = key(PracticeFault.SLOW);
    CompletableFuture<EventStream> atA =
        CompletableFuture.supplyAsync(() -> person.atA().ask(question, key));
    EventStream there = person.atB().ask(question, key);
    EventStream here = atA.join();

    person
        .atB()
        .askRefused(
            Question.after(
                person.conversation(), question.assistantMessageId(), "And now?", "gpt-4o"),
            key)
        .expectProblem(409, "generation_running");
    person.atA().stop(question.generationId()).expect(204);

    assertThat(here.awaitLast().name()).isEqualTo("stopped");
    assertThat(there.awaitLast().name()).isEqualTo("stopped");
    assertThat(nodes.upstreamRequests(key)).hasSize(1);
  }

  @Test
  @Order(Integer.MAX_VALUE - 2)
  void finishesOrSavesWhatRunsBeforeItStops() {
    Person person = Person.create();
    Question slow = person.question("Tell me slowly");
    EventStream slowHere = person.atA().ask(slow, key(PracticeFault.SLOW));
    EventStream slowThere = person.atB().follow(slow.generationId(), 0);
    Person other = Person.create();
    Question elsewhere = other.question("Tell me slowly");
    EventStream elsewhereThere = other.atB().ask(elsewhere, key(PracticeFault.SLOW));
    EventStream elsewhereHere = other.atA().follow(elsewhere.generationId(), 0);
    EventStream eventsOfAnswerHere = person.atA().events();
    EventStream eventsOfAnswerThere = other.atA().events();
    EventStream eventsWithoutAnswer = nodes.newUser().at(nodes.a().url()).events();
    slowThere.awaitText(20);
    elsewhereHere.awaitText(20);

    Instant begin = Instant.now();
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(nodes.a()::stop);
    Eventually.within(
        PATIENCE, "readiness to go down", () -> person.atA().get("/health/ready").status() == 503);
    Answer refused = other.atA().askRefused(other.question("New?"), key(PracticeFault.FAST));
    person.atA().get("/conversations").expect(200);
    elsewhereHere.awaitEnd();
    eventsOfAnswerThere.awaitEnd();
    eventsWithoutAnswer.awaitEnd();
    Answer noEvents = other.atA().get("/me/events");

    noEvents.expectProblem(503, "service_unavailable");
    refused.expectProblem(503, "service_unavailable");
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
    assertThat(elsewhereHere.events()).noneMatch(EventStream::isLast);
    assertThat(elsewhereHere.isWhole()).as("a clean end").isTrue();
    assertThat(slowHere.awaitLast().name()).isEqualTo("interrupted");
    assertThat(slowThere.awaitLast().name()).isEqualTo("interrupted");
    eventsOfAnswerHere.awaitEnd();
    assertThat(lastOf(eventsOfAnswerHere).data().getString("event")).isEqualTo("interrupted");
    String saved = person.answer(slow).getString("text");
    assertThat(saved).isNotEmpty().isEqualTo(slowHere.text()).isEqualTo(slowThere.text());
    stopped.join();
    say("A node with a slow answer stopped after", Duration.between(begin, Instant.now()));

    nodes.a().start();
    assertThat(elsewhereThere.awaitLast().name()).isEqualTo("completed");
    EventStream resumed = other.atB().follow(elsewhere.generationId(), elsewhereHere.lastId());
    resumed.awaitLast();
    assertThat(elsewhereHere.text() + resumed.text()).isEqualTo(elsewhereThere.text());
  }

  @Test
  @Order(Integer.MAX_VALUE - 1)
  void losesNothingInARollingRestart() throws SQLException {
    RollingClients clients = RollingClients.start(nodes);

    nodes.a().stop();
    nodes.a().start();
    nodes.b().stop();
    nodes.b().start();
    clients.stop();

    say("Rolling restart", clients.summary());
    assertThat(clients.failures()).isEmpty();
    assertThat(clients.requests()).isGreaterThan(50);
    assertThat(clients.answers().get("completed")).isGreaterThan(10);
    assertThat(streamingRows()).isZero();
  }

  private static int streamingRows() throws SQLException {
    try (Connection owner = nodes.owner();
        Statement statement = owner.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select (select count(*) from messages where status = 'streaming')"
                    + " + (select count(*) from generations where status = 'streaming')")) {
      row.next();
      return row.getInt(1);
    }
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void callsTheAnswersOfADeadNodeInterruptedAndNoOthers() throws IOException {
    Person exporter = Person.create();
    LongConversation conversation = LongConversation.importedBy(exporter.atA());
    InputStream export = conversation.beginExport(nodes.a().url(), exporter.atA());
    Person person = Person.create();
    Question lost = person.question("Tell me slowly");
    person.atA().ask(lost, key(PracticeFault.SLOW)).awaitText(20);
    EventStream reader = person.atB().follow(lost.generationId(), 0);
    Person other = Person.create();
    Question kept = other.question("Tell me slowly");
    EventStream keptStream = other.atB().ask(kept, key(PracticeFault.SLOW));
    reader.awaitText(20);

    Instant killed = Instant.now();
    nodes.a().kill();
    Event last = reader.awaitLast();

    assertThat(last.name()).isEqualTo("interrupted");
    assertThat(reader.text()).isEqualTo(person.answer(lost).getString("text"));
    say("Readers of a killed node were told after", Duration.between(killed, last.at()));
    keptStream.awaitText(keptStream.text().length() + 20);
    other.atB().stop(kept.generationId()).expect(204);
    assertThat(keptStream.awaitLast().name()).isEqualTo("stopped");
    Eventually.within(
        Duration.ofSeconds(40),
        "an export of the person whose export the dead node wrote",
        () -> exporter.atB().get(conversation.path()).status() == 200);
    export.close();
  }

  /** How much later each piece of text came there than it was here, in milliseconds. */
  private static List<Long> lags(EventStream here, EventStream there) {
    List<Event> first = here.events().stream().filter(e -> e.name().equals("delta")).toList();
    return there.events().stream()
        .filter(event -> event.name().equals("delta"))
        // The first one is all that was there before the reader came.
        .skip(1)
        .map(
            event ->
                first.stream()
                    .filter(earlier -> earlier.id() >= event.id())
                    .findFirst()
                    .map(earlier -> Duration.between(earlier.at(), event.at()).toMillis())
                    .orElse(0L))
        .toList();
  }

  private static String spread(List<Long> millis) {
    List<Long> sorted = millis.stream().sorted().toList();
    return "%d ms (median), %d to %d ms"
        .formatted(sorted.get(sorted.size() / 2), sorted.get(0), sorted.get(sorted.size() - 1));
  }

  private static void say(String what, Object measured) {
    LOGGER.log(Level.INFO, "{0}: {1}", what, measured);
  }
}
