package com.uru.chatbot.dev.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** A stream of server-sent events, read as it comes and kept. */
final class EventStream implements AutoCloseable {
  private static final Set<String> LAST =
      Set.of("completed", "stopped", "incomplete", "interrupted", "failed");
  private static final Duration LIMIT = Duration.ofSeconds(40);

  /** One event, and when it came. */
  record Event(long id, String name, JsonObject data, Instant at) {}

  private final InputStream in;
  private final List<Event> events = new ArrayList<>();
  private boolean ended;
  private boolean broken;

  EventStream(InputStream in) {
    this.in = in;
    Thread reader = new Thread(this::read, "event-stream");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
      long id = -1;
      String name = "";
      StringBuilder data = new StringBuilder();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id:")) {
          id = Long.parseLong(line.substring(3).strip());
        } else if (line.startsWith("event:")) {
          name = line.substring(6).strip();
        } else if (line.startsWith("data:")) {
          data.append(line.substring(5).strip());
        } else if (line.isEmpty() && data.length() > 0) {
          add(new Event(id, name, parse(data.toString()), Instant.now()));
          data.setLength(0);
        }
      }
    } catch (IOException e) {
      // The server or the test has cut the stream; what came is kept.
      broken();
    } finally {
      ended();
    }
  }

  private static JsonObject parse(String data) {
    try (JsonReader reader = Json.createReader(new StringReader(data))) {
      return reader.readObject();
    }
  }

  private synchronized void add(Event event) {
    events.add(event);
    notifyAll();
  }

  private synchronized void broken() {
    broken = true;
  }

  private synchronized void ended() {
    ended = true;
    notifyAll();
  }

  synchronized List<Event> events() {
    return List.copyOf(events);
  }

  /** Whether the event is one after which nothing comes. */
  static boolean isLast(Event event) {
    return LAST.contains(event.name());
  }

  /** Whether the server has ended the stream in good order; it may be resumed nevertheless. */
  synchronized boolean isWhole() {
    return ended && !broken;
  }

  /** The text of all deltas. */
  String text() {
    return text(events());
  }

  /** The text of the deltas among these events. */
  static String text(List<Event> events) {
    StringBuilder text = new StringBuilder();
    for (Event event : events) {
      if (event.name().equals("delta")) {
        text.append(event.data().getString("text"));
      }
    }
    return text.toString();
  }

  long lastId() {
    List<Event> all = events();
    return all.isEmpty() ? 0 : all.get(all.size() - 1).id();
  }

  /** Waits for an event of this name. */
  Event await(String name) {
    return await(name, event -> event.name().equals(name));
  }

  /** Waits until that much text has come. */
  void awaitText(int length) {
    await(length + " characters", event -> text().length() >= length);
  }

  /** Waits for the last event and the end of the stream. */
  Event awaitLast() {
    return awaitLast(LIMIT);
  }

  /** As {@link #awaitLast()}, for an answer that takes long. */
  Event awaitLast(Duration limit) {
    Event last = await("the last event", EventStream::isLast, limit);
    awaitEnd();
    return last;
  }

  synchronized void awaitEnd() {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!ended) {
      pause(end, "the end of the stream");
    }
  }

  /** Waits for an event of this kind. */
  Event await(String what, Predicate<Event> wanted) {
    return await(what, wanted, LIMIT);
  }

  private synchronized Event await(String what, Predicate<Event> wanted, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    int seen = 0;
    while (true) {
      for (; seen < events.size(); seen++) {
        if (wanted.test(events.get(seen))) {
          return events.get(seen);
        }
      }
      assertThat(ended).as("the stream ended before %s, after %s", what, events).isFalse();
      pause(end, what);
    }
  }

  /** Every caller loops. */
  @SuppressWarnings("WaitNotInLoop")
  private synchronized void pause(long end, String what) {
    long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
    assertThat(left).as("waited for %s, got %s", what, events).isPositive();
    try {
      wait(left);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** As a closed tab. */
  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
