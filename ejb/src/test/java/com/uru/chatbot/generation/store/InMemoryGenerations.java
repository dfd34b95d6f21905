package com.uru.chatbot.generation.store;

import com.uru.chatbot.conversation.MessageStatus;
import com.uru.chatbot.generation.event.EventLog;
import com.uru.chatbot.generation.event.Generation;
import com.uru.chatbot.generation.event.LogOutline;
import com.uru.chatbot.tenant.Caller;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Generations in a map. */
public final class InMemoryGenerations implements GenerationRepository {
  private record Row(Caller owner, Generation generation, @Nullable LogOutline outline) {}

  private final Map<UUID, Row> rows = new LinkedHashMap<>();
  private final Map<UUID, byte[]> digests = new HashMap<>();

  /** By message. */
  private final Map<UUID, EventLog> journals = new HashMap<>();

  synchronized void putJournal(UUID messageId, EventLog log) {
    journals.put(messageId, log);
  }

  private Optional<Row> row(Caller caller, UUID id) {
    return Optional.ofNullable(rows.get(id))
        .filter(row -> row.owner().userId().equals(caller.userId()));
  }

  @Override
  public synchronized Optional<Generation> find(Caller caller, UUID id) {
    return row(caller, id).map(Row::generation);
  }

  @Override
  public synchronized Optional<Recorded> recorded(Caller caller, UUID id) {
    return row(caller, id).map(row -> new Recorded(row.generation(), row.outline()));
  }

  @Override
  public synchronized EventLog journal(Caller caller, UUID messageId) {
    return journals.getOrDefault(messageId, new EventLog());
  }

  @Override
  public synchronized Optional<byte[]> requestDigest(Caller caller, UUID id) {
    return row(caller, id).map(found -> digests.get(id));
  }

  @Override
  public synchronized List<Generation> running(Caller caller) {
    return rows.values().stream()
        .filter(row -> row.owner().userId().equals(caller.userId()))
        .map(Row::generation)
        .filter(generation -> generation.status() == MessageStatus.STREAMING)
        .toList();
  }

  @Override
  public synchronized boolean isRunningFor(Caller caller, UUID userMessageId) {
    return running(caller).stream().anyMatch(g -> g.userMessageId().equals(userMessageId));
  }

  @Override
  public synchronized void add(
      Caller caller, Generation generation, byte[] requestDigest, UUID node) {
    rows.put(generation.id(), new Row(caller, generation, null));
    digests.put(generation.id(), requestDigest);
  }

  @Override
  public boolean requestStop(Caller caller, UUID id, @Nullable Integer seenLength) {
    return find(caller, id).isPresent();
  }

  @Override
  public synchronized boolean end(
      Caller caller, Generation ended, LogOutline outline, @Nullable UUID node) {
    Optional<Row> row = row(caller, ended.id());
    row.ifPresent(found -> rows.put(ended.id(), new Row(caller, ended, outline)));
    return row.isPresent();
  }
}
