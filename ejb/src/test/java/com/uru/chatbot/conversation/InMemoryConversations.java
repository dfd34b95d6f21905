package com.uru.chatbot.conversation;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Conversations in maps, with the visibility that the database gives: an owner sees only their own.
 */
public class InMemoryConversations implements ConversationRepository {
  private record Owned<T>(UUID ownerId, T value) {}

  private final Map<UUID, Owned<Conversation>> conversations = new LinkedHashMap<>();
  private final Map<UUID, byte[]> digests = new HashMap<>();
  private final Map<UUID, Owned<Message>> messages = new LinkedHashMap<>();
  private final Map<UUID, String> items = new HashMap<>();

  private static <T> boolean isOwn(Caller caller, @Nullable Owned<T> owned) {
    return owned != null && owned.ownerId().equals(caller.userId());
  }

  @Override
  public synchronized List<Conversation> list(
      Caller caller, boolean archived, @Nullable ListPosition after, int limit) {
    Comparator<Conversation> order =
        Comparator.comparing(Conversation::pinned)
            .thenComparing(Conversation::updatedAt)
            .thenComparing(Conversation::id)
            .reversed();
    return conversations.values().stream()
        .filter(owned -> isOwn(caller, owned))
        .map(Owned::value)
        .filter(found -> found.archived() == archived)
        .filter(found -> after == null || isBehind(found, after))
        .sorted(order)
        .limit(limit)
        .toList();
  }

  private static boolean isBehind(Conversation found, ListPosition after) {
    if (found.pinned() != after.pinned()) {
      return after.pinned();
    }
    int byTime = found.updatedAt().compareTo(after.updatedAt());
    return byTime < 0 || (byTime == 0 && found.id().compareTo(after.id()) < 0);
  }

  @Override
  public synchronized Optional<Conversation> find(Caller caller, UUID id) {
    return Optional.ofNullable(conversations.get(id))
        .filter(owned -> isOwn(caller, owned))
        .map(Owned::value);
  }

  @Override
  public Optional<Conversation> lock(Caller caller, UUID id) {
    return find(caller, id);
  }

  @Override
  public synchronized Optional<byte[]> creationDigest(Caller caller, UUID id) {
    return find(caller, id).map(found -> digests.get(id));
  }

  @Override
  public synchronized void add(Caller caller, Conversation conversation, byte[] creationDigest) {
    if (conversations.containsKey(conversation.id())) {
      throw new DomainException(ProblemCode.ID_CONFLICT);
    }
    conversations.put(conversation.id(), new Owned<>(caller.userId(), conversation));
    digests.put(conversation.id(), creationDigest);
  }

  @Override
  public synchronized void addAll(Caller caller, List<Conversation> added) {
    if (added.stream().anyMatch(each -> conversations.containsKey(each.id()))) {
      throw new DomainException(ProblemCode.ID_CONFLICT);
    }
    added.forEach(each -> add(caller, each, new byte[0]));
  }

  @Override
  public synchronized Set<UUID> existing(Caller caller, Collection<UUID> ids) {
    return ids.stream().filter(id -> find(caller, id).isPresent()).collect(Collectors.toSet());
  }

  @Override
  public synchronized void update(Caller caller, Conversation conversation) {
    conversations.put(conversation.id(), new Owned<>(caller.userId(), conversation));
  }

  @Override
  public synchronized boolean delete(Caller caller, UUID id) {
    messages.values().removeIf(owned -> owned.value().conversationId().equals(id));
    return conversations.remove(id) != null;
  }

  @Override
  public synchronized void deleteAll(Caller caller, List<UUID> ids) {
    ids.forEach(id -> delete(caller, id));
  }

  @Override
  public synchronized int deleteNewestMessages(Caller caller, UUID id, int limit) {
    List<Message> all = messages(caller, id, null, Integer.MAX_VALUE);
    List<Message> newest = all.subList(Math.max(0, all.size() - limit), all.size());
    newest.forEach(message -> messages.remove(message.id()));
    return newest.size();
  }

  @Override
  public synchronized List<Message> messages(
      Caller caller, UUID conversationId, @Nullable UUID after, int limit) {
    List<Message> all =
        messages.values().stream()
            .filter(owned -> isOwn(caller, owned))
            .map(Owned::value)
            .filter(message -> message.conversationId().equals(conversationId))
            .toList();
    return page(all, after, limit);
  }

  @Override
  public synchronized List<Message> allMessages(Caller caller, Collection<UUID> conversationIds) {
    return messages.values().stream()
        .filter(owned -> isOwn(caller, owned))
        .map(Owned::value)
        .filter(message -> conversationIds.contains(message.conversationId()))
        .toList();
  }

  @Override
  public synchronized Optional<Message> message(Caller caller, UUID conversationId, UUID id) {
    return Optional.ofNullable(messages.get(id))
        .filter(owned -> isOwn(caller, owned))
        .map(Owned::value)
        .filter(message -> message.conversationId().equals(conversationId));
  }

  @Override
  public synchronized void addMessages(Caller caller, List<Message> added) {
    added.forEach(
        message -> {
          if (messages.putIfAbsent(message.id(), new Owned<>(caller.userId(), message)) != null) {
            throw new DomainException(ProblemCode.ID_CONFLICT);
          }
        });
  }

  @Override
  public void addMessagesAtOnce(Caller caller, List<Message> added) {
    addMessages(caller, added);
  }

  @Override
  public void analyzeMessages() {
    // There are no statistics.
  }

  @Override
  public synchronized void endMessage(
      Caller caller, Message message, @Nullable String providerItems) {
    messages.put(message.id(), new Owned<>(caller.userId(), message));
    if (providerItems != null) {
      items.put(message.id(), providerItems);
    }
  }

  @Override
  public synchronized Map<UUID, String> providerItems(
      Caller caller, UUID conversationId, Collection<UUID> messageIds) {
    Map<UUID, String> found = new HashMap<>(items);
    found.keySet().retainAll(messageIds);
    return found;
  }

  @Override
  public synchronized List<Message> branch(Caller caller, UUID conversationId, UUID lastMessageId) {
    List<Message> branch = new ArrayList<>();
    Optional<Message> next = message(caller, conversationId, lastMessageId);
    while (next.isPresent()) {
      branch.add(0, next.get());
      UUID parentId = next.get().parentId();
      next = parentId == null ? Optional.empty() : message(caller, conversationId, parentId);
    }
    return branch;
  }

  @Override
  public List<Message> branchPage(
      Caller caller, UUID conversationId, UUID lastMessageId, @Nullable UUID after, int limit) {
    return page(branch(caller, conversationId, lastMessageId), after, limit);
  }

  private static List<Message> page(List<Message> all, @Nullable UUID after, int limit) {
    int start = 0;
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).id().equals(after)) {
        start = i + 1;
      }
    }
    return all.subList(start, Math.min(all.size(), start + limit));
  }

  @Override
  public Set<UUID> branchIds(Caller caller, UUID conversationId, UUID lastMessageId) {
    return branch(caller, conversationId, lastMessageId).stream()
        .map(Message::id)
        .collect(Collectors.toSet());
  }

  @Override
  public synchronized List<Conversation> listById(Caller caller, @Nullable UUID after, int limit) {
    return conversations.values().stream()
        .filter(owned -> isOwn(caller, owned))
        .map(Owned::value)
        .filter(found -> after == null || found.id().compareTo(after) > 0)
        .sorted(Comparator.comparing(Conversation::id))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<Conversation> listById(Caller caller, Collection<UUID> ids) {
    return listById(caller, null, Integer.MAX_VALUE).stream()
        .filter(found -> ids.contains(found.id()))
        .toList();
  }

  @Override
  public synchronized List<Conversation> lockInactive(Caller caller, Instant since, int limit) {
    return listById(caller, null, Integer.MAX_VALUE).stream()
        .filter(found -> found.updatedAt().isBefore(since))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<Conversation> search(
      Caller caller, TitleSearch search, int offset, int limit) {
    return conversations.values().stream()
        .filter(owned -> isOwn(caller, owned))
        .map(Owned::value)
        .filter(found -> search.matches(found.title()))
        .skip(offset)
        .limit(limit)
        .toList();
  }
}
