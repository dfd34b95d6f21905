package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.faults.Exchange;
import com.uru.chatbot.dev.faults.HistoryChecker;
import com.uru.chatbot.dev.faults.HistoryChecker.Report;
import com.uru.chatbot.dev.faults.StoredMessage;
import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.practice.PracticeUpstream;
import com.uru.chatbot.dev.system.EventStream.Event;
import com.uru.chatbot.dev.system.UruClient.Opened;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Users who ask at the same time, each one question after the other in a conversation of their own,
 * for a short or a longer answer in turn, and the history of what they were told. Whatever breaks,
 * they behave as the browser does: a question without an answer is asked once more with the same
 * ids, a stream that broke is resumed.
 */
final class Askers implements AutoCloseable {
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(60);
  private static final int SHORT_TOKENS = 50;
  private static final int LONG_TOKENS = 130;

  private final UruSystem uru;
  private final List<Asker> askers = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private List<CompletableFuture<Void>> rounds = List.of();
  private volatile boolean asking;

  /** Signs so many users up. */
  Askers(UruSystem uru, int count) {
    this.uru = uru;
    for (int i = 0; i < count; i++) {
      askers.add(new Asker(uru.newUser()));
    }
  }

  /**
   * Everybody begins a conversation and asks in it, until {@link #finish}.
   *
   * @param pace how fast the upstream answers; the users take them in turn
   */
  void start(PracticeFault... pace) {
    asking = true;
    rounds = new ArrayList<>();
    for (int i = 0; i < askers.size(); i++) {
      Asker asker = askers.get(i);
      asker.begin(pace[i % pace.length]);
      rounds.add(CompletableFuture.runAsync(asker::askOn, threads));
    }
  }

  /** Waits until everybody has seen some text of a first answer. */
  void awaitText() {
    Eventually.within(
        Duration.ofSeconds(30),
        "text for everybody",
        () -> askers.stream().allMatch(Asker::hasText));
  }

  /** Tells the history when the server was broken. */
  void broken(Instant at) {
    asking = false;
    askers.forEach(asker -> asker.broken(at));
  }

  /** Nobody asks anything new; waits until every stream has ended or broken. */
  void finish() {
    asking = false;
    rounds.forEach(CompletableFuture::join);
  }

  /** Everybody asks or follows again until each question has its end. */
  void settle() {
    List<CompletableFuture<Void>> settling =
        askers.stream().map(asker -> CompletableFuture.runAsync(asker::settle, threads)).toList();
    settling.forEach(CompletableFuture::join);
  }

  /** What everybody was told since the start. */
  List<Exchange> history() {
    return askers.stream().flatMap(asker -> asker.talk.stream()).map(Talk::exchange).toList();
  }

  /** How much text everybody has been shown so far. */
  long shownCharacters() {
    return askers.stream().mapToLong(Asker::shownCharacters).sum();
  }

  /** How many streams have broken and were resumed or asked for again. */
  long resumed() {
    return askers.stream()
        .flatMap(asker -> asker.talk.stream())
        .filter(talk -> talk.streams.size() > 1)
        .count();
  }

  /** Compares what everybody was told with the database, the API and the upstream. */
  Report check(Duration tolerance) {
    List<StoredMessage> stored = new ArrayList<>();
    for (Asker asker : askers) {
      List<StoredMessage> rows = rows(asker.conversation);
      assertThat(asker.messages()).containsExactlyInAnyOrderElementsOf(rows);
      stored.addAll(rows);
    }
    return HistoryChecker.check(tolerance, history(), stored, calls());
  }

  private List<StoredMessage> rows(String conversation) {
    return uru.select(
        "select id, parent_id, role, text, status from messages where conversation_id ="
            + " cast(? as uuid)",
        row ->
            new StoredMessage(
                row.getString("id"),
                conversation,
                row.getString("parent_id"),
                row.getString("role"),
                row.getString("text"),
                row.getString("status")),
        conversation);
  }

  private Map<String, Long> calls() {
    Map<String, Long> byFingerprint = uru.upstreamCalls();
    Map<String, Long> byKey = new HashMap<>();
    for (Exchange exchange : history()) {
      String key = exchange.question().key();
      byKey.put(key, byFingerprint.getOrDefault(PracticeUpstream.fingerprint(key), 0L));
    }
    return byKey;
  }

  @Override
  public void close() {
    asking = false;
    threads.shutdownNow();
  }

  /** One question with all the streams that it took to get its answer. */
  private static final class Talk {
    private final Question question;
    private final String key;
    private final Exchange exchange;
    private final List<EventStream> streams = new ArrayList<>();
    private int recorded;

    Talk(Question question, String key) {
      this.question = question;
      this.key = key;
      exchange =
          new Exchange(
              new Exchange.Question(
                  question.conversationId(),
                  question.messageId(),
                  question.text(),
                  question.assistantMessageId(),
                  key));
    }

    Exchange exchange() {
      return exchange;
    }

    synchronized void add(EventStream stream) {
      streams.add(stream);
    }

    synchronized boolean hasText() {
      return streams.stream().anyMatch(stream -> !stream.text().isEmpty());
    }

    synchronized long shownCharacters() {
      return streams.stream().mapToLong(stream -> stream.text().length()).sum();
    }

    synchronized long lastId() {
      return streams.stream().mapToLong(EventStream::lastId).max().orElse(0);
    }

    /** Reads the last stream to its end; whether the answer has ended with it. */
    boolean readToTheEnd() {
      EventStream stream = streams.get(recorded++);
      stream.awaitEnd();
      boolean ended = false;
      for (Event event : stream.events()) {
        switch (event.name()) {
          case "started" -> exchange.acknowledged();
          case "delta" -> exchange.shown(event.data().getString("text"), event.at());
          case "title" -> assertThat(event.data().getString("title")).isNotEmpty();
          default -> {
            JsonObject message = event.data().getJsonObject("message");
            exchange.ended(event.name(), message.getString("text"));
            ended = true;
          }
        }
      }
      return ended;
    }
  }

  private final class Asker {
    private final UruClient client;
    private final List<Talk> talk = new ArrayList<>();
    private String conversation = "";
    private PracticeFault pace = PracticeFault.NONE;
    private boolean settled = true;

    Asker(UruClient client) {
      this.client = client;
    }

    void begin(PracticeFault newPace) {
      client.refresh().expect(200);
      talk.clear();
      settled = true;
      pace = newPace;
      conversation = client.newConversation("gpt-4o");
    }

    synchronized boolean hasText() {
      return !talk.isEmpty() && talk.get(0).hasText();
    }

    synchronized long shownCharacters() {
      return talk.stream().mapToLong(Talk::shownCharacters).sum();
    }

    synchronized void broken(Instant at) {
      talk.forEach(each -> each.exchange.broken(at));
    }

    void askOn() {
      @Nullable String parent = null;
      while (asking && settled) {
        Talk next = next(parent);
        parent = next.question.assistantMessageId();
        settled = ask(next);
      }
    }

    private synchronized Talk next(@Nullable String parent) {
      Question question =
          Question.after(conversation, parent, "Question " + UUID.randomUUID(), "gpt-4o")
              .withMaxTokens(talk.size() % 2 == 0 ? LONG_TOKENS : SHORT_TOKENS);
      Talk next = new Talk(question, pace.key(UUID.randomUUID().toString()));
      talk.add(next);
      return next;
    }

    /** Whether the answer came to its end. */
    private boolean ask(Talk next) {
      Opened opened = client.tryAsk(next.question, next.key);
      assertThat(opened.status()).as(opened.body()).matches(s -> s == 200 || s == 0 || s >= 500);
      return read(next, opened);
    }

    private boolean read(Talk next, Opened opened) {
      if (opened.stream() == null) {
        return false;
      }
      next.add(opened.stream());
      return next.readToTheEnd();
    }

    void settle() {
      if (settled) {
        return;
      }
      Talk last = talk.get(talk.size() - 1);
      Eventually.within(
          SETTLE_LIMIT,
          "an end for every question",
          () ->
              last.lastId() == 0
                  ? ask(last)
                  : read(last, client.tryFollow(last.question.generationId(), last.lastId())));
      settled = true;
    }

    List<StoredMessage> messages() {
      return client.messages(conversation).stream()
          .map(
              message ->
                  new StoredMessage(
                      message.getString("id"),
                      conversation,
                      message.isNull("parentId") ? null : message.getString("parentId"),
                      message.getString("role"),
                      message.getString("text"),
                      message.getString("status")))
          .toList();
    }
  }
}
