package com.uru.chatbot.dev.practice;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;

/** The latest requests, oldest first. */
final class PracticeJournal {
  private static final int LIMIT = 1_000;

  private final Clock clock;
  private final Deque<JournalEntry> entries = new ArrayDeque<>();
  private int number;

  PracticeJournal(Clock clock) {
    this.clock = clock;
  }

  synchronized JournalEntry open(PracticeConnection.Request request) {
    number++;
    JournalEntry entry = new JournalEntry(number, clock.instant(), request);
    entries.addLast(entry);
    if (entries.size() > LIMIT) {
      entries.removeFirst();
    }
    return entry;
  }

  void end(JournalEntry entry, JournalEntry.State state) {
    entry.ended(state, clock.instant());
  }

  synchronized void clear() {
    entries.clear();
  }

  synchronized JsonObject toJson() {
    JsonArrayBuilder requests = Json.createArrayBuilder();
    entries.forEach(entry -> requests.add(entry.toJson()));
    return Json.createObjectBuilder().add("requests", requests).build();
  }

  synchronized long openRequests() {
    return entries.stream().filter(JournalEntry::isOpen).count();
  }
}
