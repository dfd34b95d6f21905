package com.uru.chatbot.dev.system;

import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.EventStream.Event;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * People who never cease to read and to ask, through the load balancer, and do what a good client
 * does: send again what was refused with {@code Retry-After}, resume a stream that has ended early.
 * Everything else that goes wrong is a failure.
 */
final class RollingClients {
  private static final int READERS = 3;
  private static final int ASKERS = 4;
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final List<String> PAGES = List.of("/me", "/conversations", "/models");

  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger refusals = new AtomicInteger();
  private final AtomicInteger resumptions = new AtomicInteger();
  private final ConcurrentMap<String, AtomicInteger> answers = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopping;

  private RollingClients() {}

  static RollingClients start(TwoNodes nodes) {
    RollingClients clients = new RollingClients();
    for (int i = 0; i < READERS; i++) {
      clients.live(nodes.newUser(), clients::read);
    }
    clients.live(nodes.newUser(), user -> clients.converse(user, PracticeFault.SLOW));
    for (int i = 1; i < ASKERS; i++) {
      clients.live(nodes.newUser(), user -> clients.converse(user, PracticeFault.NONE));
    }
    return clients;
  }

  private void live(UruClient user, Consumer<UruClient> day) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (!stopping) {
                  day.accept(user);
                }
              } catch (RuntimeException | AssertionError e) {
                failures.add("a client gave up: " + e);
              }
            },
            "client");
    thread.setDaemon(true);
    thread.start();
    threads.add(thread);
  }

  private void read(UruClient user) {
    for (String page : PAGES) {
      user.get(page).expect(200);
      requests.incrementAndGet();
    }
  }

  private void converse(UruClient user, PracticeFault pace) {
    String conversation = user.newConversation("gpt-4o");
    Question question = Question.first(conversation, "Tell me " + UUID.randomUUID(), "gpt-4o");
    ask(user, question, pace.key(UUID.randomUUID().toString()));
    StringBuilder text = new StringBuilder();
    JsonObject answer = follow(user, question.generationId(), text);
    String status = answer.getString("status");
    answers.computeIfAbsent(status, any -> new AtomicInteger()).incrementAndGet();
    requests.addAndGet(3);
    if (!status.equals("completed") && !status.equals("interrupted")) {
      failures.add("an answer ended as " + status);
    }
    String stored = user.message(conversation, question.assistantMessageId()).getString("text");
    if (!text.toString().equals(stored) || !answer.getString("text").equals(stored)) {
      failures.add("of an answer came " + text.length() + ", stored is " + stored.length());
    }
  }

  private void ask(UruClient user, Question question, String key) {
    Answer accepted = user.start(question, key);
    while (accepted.status() == 503 && !accepted.header("Retry-After").isEmpty()) {
      refusals.incrementAndGet();
      LockSupport.parkNanos(
          Duration.ofSeconds(Integer.parseInt(accepted.header("Retry-After"))).toNanos());
      accepted = user.start(question, key);
    }
    accepted.expect(202);
  }

  /** The final message; its text as it came is appended. */
  private JsonObject follow(UruClient user, String generation, StringBuilder text) {
    long last = 0;
    while (true) {
      try (EventStream stream = user.follow(generation, last)) {
        stream.awaitEnd();
        text.append(stream.text());
        List<Event> events = stream.events();
        if (!events.isEmpty()) {
          Event end = events.get(events.size() - 1);
          last = end.id();
          if (EventStream.isLast(end)) {
            return end.data().getJsonObject("message");
          }
        }
      }
      resumptions.incrementAndGet();
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** Lets everybody finish what they are at. */
  void stop() {
    stopping = true;
    for (Thread thread : threads) {
      try {
        thread.join(Duration.ofSeconds(60).toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
      if (thread.isAlive()) {
        failures.add("a client never came to an end");
      }
    }
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  int requests() {
    return requests.get();
  }

  /** How many answers came to an end, by status. */
  Map<String, Integer> answers() {
    Map<String, Integer> counts = new TreeMap<>();
    answers.forEach((status, count) -> counts.put(status, count.get()));
    return counts;
  }

  String summary() {
    return "%d requests, answers %s, %d refused and sent again, %d streams resumed, %d failures"
        .formatted(requests.get(), answers(), refusals.get(), resumptions.get(), failures.size());
  }
}
