package com.uru.chatbot.dev.practice;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Computes how much of an input a client could have had from the cache if it had only ever appended
 * to the conversation: the earlier messages of the dialogue and the instructions that it has sent
 * before, wherever it puts them now.
 *
 * <p>A conversation is what has the same key, model and {@code prompt_cache_key}, or the same first
 * question without that parameter.
 */
final class CacheTheory {
  private static final int MAX_CONVERSATIONS = 2_000;
  private static final int MAX_REQUESTS = 200;

  /** The requests of each conversation, oldest first. */
  private final Map<String, List<Sent>> conversations = new LinkedHashMap<>();

  /**
   * An earlier request.
   *
   * @param dialogue its questions and answers in order
   * @param items everything that it sent
   */
  private record Sent(List<String> dialogue, Set<String> items) {}

  /** Returns the tokens that could have been read from the cache, and remembers the input. */
  synchronized int cacheable(String scope, PracticeModel model, List<JsonObject> items) {
    List<Sent> earlier = conversations.computeIfAbsent(scope, unused -> new ArrayList<>());
    List<String> dialogue =
        items.stream().filter(CacheTheory::isDialogue).map(InputItems::rendered).toList();
    int most = 0;
    for (Sent sent : earlier) {
      int common = commonPrefix(sent.dialogue, dialogue);
      if (common == sent.dialogue.size() || !model.billsCacheWrites()) {
        most = Math.max(most, tokens(items, common, sent.items));
      }
    }
    Set<String> all = new HashSet<>();
    items.forEach(item -> all.add(InputItems.rendered(item)));
    earlier.add(new Sent(dialogue, all));
    if (earlier.size() > MAX_REQUESTS) {
      earlier.remove(0);
    }
    if (conversations.size() > MAX_CONVERSATIONS) {
      conversations.remove(conversations.keySet().iterator().next());
    }
    return PromptCache.billable(most);
  }

  synchronized void clear() {
    conversations.clear();
  }

  /** Counts what was sent before: all but the dialogue after its first messages. */
  private static int tokens(List<JsonObject> items, int dialogueItems, Set<String> sent) {
    int tokens = InputItems.BASE_TOKENS;
    int seen = 0;
    for (JsonObject item : items) {
      boolean dialogue = isDialogue(item);
      if (dialogue) {
        seen++;
      }
      boolean beforeTheEnd = !dialogue || seen <= dialogueItems;
      if (beforeTheEnd && sent.contains(InputItems.rendered(item))) {
        tokens += InputItems.tokens(item);
      }
    }
    return tokens;
  }

  private static boolean isDialogue(JsonObject item) {
    String role = item.getString("role", "");
    return role.equals("user") || role.equals("assistant");
  }

  private static int commonPrefix(List<String> first, List<String> second) {
    int length = 0;
    while (length < Math.min(first.size(), second.size())
        && first.get(length).equals(second.get(length))) {
      length++;
    }
    return length;
  }
}
