package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.system.EventStream.Event;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a browser makes of {@code GET /me/events} and the pages of events: the events of each
 * generation, with neither gap nor repeat.
 */
final class UserEventReader {
  private static final Duration END_LIMIT = Duration.ofSeconds(10);

  private final Map<String, Long> known = new HashMap<>();
  private final Map<String, List<Event>> events = new HashMap<>();

  /** Reads the first event of a stream, and what was missed before it. */
  void begin(UruClient client, EventStream stream) {
    JsonObject first = stream.await("running").data();
    Set<String> running = new HashSet<>();
    for (JsonObject each : first.getJsonArray("generations").getValuesAs(JsonObject.class)) {
      String id = each.getJsonObject("generation").getString("id");
      running.add(id);
      catchUp(client, id, position(each, "position"));
    }
    // What is not in the list any more has ended between two streams.
    for (String id : List.copyOf(known.keySet())) {
      if (!running.contains(id) && !hasEnded(id)) {
        Eventually.within(END_LIMIT, "the end of " + id, () -> readPage(client, id, ""));
      }
    }
  }

  /** Reads events that came after the first one. */
  void read(UruClient client, List<Event> stream) {
    for (Event event : stream) {
      if (event.name().equals("generation")) {
        read(client, event);
      }
    }
  }

  private void read(UruClient client, Event wrapped) {
    String id = wrapped.data().getString("generationId");
    long after = position(wrapped.data(), "after");
    long position = position(wrapped.data(), "position");
    assertThat(position).isGreaterThan(after);
    if (position <= known(id)) {
      return;
    }
    if (after < known(id)) {
      catchUp(client, id, position);
      return;
    }
    catchUp(client, id, after);
    add(
        id,
        new Event(
            position,
            wrapped.data().getString("event"),
            wrapped.data().getJsonObject("data"),
            wrapped.at()));
  }

  /** Reads pages until a position is known. */
  private void catchUp(UruClient client, String id, long until) {
    while (known(id) < until) {
      readPage(client, id, "&until=" + until);
    }
  }

  /** Reads the page after what is known; returns whether the generation has ended. */
  private boolean readPage(UruClient client, String id, String limit) {
    JsonObject page = client.page(id, "?after=" + known(id) + limit).expect(200).json();
    for (JsonObject event : page.getJsonArray("events").getValuesAs(JsonObject.class)) {
      add(
          id,
          new Event(
              position(event, "id"),
              event.getString("event"),
              event.getJsonObject("data"),
              Instant.now()));
    }
    return page.getBoolean("ended");
  }

  private void add(String id, Event event) {
    assertThat(event.id()).isGreaterThan(known(id));
    events.computeIfAbsent(id, same -> new ArrayList<>()).add(event);
    known.put(id, event.id());
  }

  private long known(String id) {
    return known.getOrDefault(id, 0L);
  }

  private static long position(JsonObject data, String name) {
    return data.getJsonNumber(name).longValue();
  }

  List<Event> events(String generationId) {
    return events.getOrDefault(generationId, List.of());
  }

  String text(String generationId) {
    return EventStream.text(events(generationId));
  }

  boolean hasEnded(String generationId) {
    return events(generationId).stream().anyMatch(EventStream::isLast);
  }
}
