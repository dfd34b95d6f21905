package com.uru.chatbot.model;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is known about models: entries for single models and for patterns of ids, rules for all
 * others. Immutable.
 */
final class KnownModels {
  /** The date of a snapshot: {@code -2026-09-22}, or {@code -0613} of older models. */
  private static final Pattern SNAPSHOT =
      Pattern.compile("(.+)-(\\d{4}-\\d{2}-\\d{2}|(?:0[1-9]|1[0-2])[0-3]\\d)");

  private final List<Entry> entries;
  private final ModelInference inference;
  private final List<Glob> notChat;
  private final List<String> defaults;
  private final List<String> titles;

  KnownModels(
      List<Entry> entries,
      ModelInference inference,
      List<Glob> notChat,
      List<String> defaults,
      List<String> titles) {
    this.entries = List.copyOf(entries);
    this.inference = inference;
    this.notChat = List.copyOf(notChat);
    this.defaults = List.copyOf(defaults);
    this.titles = List.copyOf(titles);
  }

  /**
   * What is known about one model, or about all models whose ids match a pattern.
   *
   * @param model the model; with a pattern, the id in it is the pattern
   * @param alwaysListed whether it stays in lists when the key does not have it
   * @param ownLabel whether the entry gives a label
   */
  record Entry(Glob glob, Model model, boolean alwaysListed, boolean ownLabel) {
    private boolean isPlain() {
      return glob.isPlain();
    }

    private Model of(String id) {
      return named(id, ownLabel ? model.label() : id);
    }

    private Model snapshot(String id, String date) {
      return named(id, model.label() + " (" + date + ")");
    }

    private Model named(String id, String label) {
      return new Model(
          id,
          label,
          model.description(),
          model.contextWindow(),
          model.maxInputTokens(),
          model.maxOutputTokens(),
          model.capabilities(),
          model.efforts(),
          model.defaultEffort(),
          model.webSearch(),
          model.files(),
          model.tools(),
          model.apis(),
          model.price(),
          model.shutdownDate(),
          model.successor(),
          true);
    }
  }

  /**
   * A model with the place of its entry.
   *
   * @param rank position in the order of preference; that of unknown models is the last
   */
  record Found(Model model, int rank) {}

  /** Returns the entries of single models, the preferred ones first. */
  List<Entry> single() {
    return entries.stream().filter(Entry::isPlain).toList();
  }

  /** Returns ids and patterns of models for new conversations, the preferred ones first. */
  List<String> defaults() {
    return defaults;
  }

  /** Returns ids and patterns of models that write titles, the preferred ones first. */
  List<String> titles() {
    return titles;
  }

  /** Returns false for models that are known not to chat: embeddings, images, speech and others. */
  boolean canChat(String id) {
    String name = ModelInference.name(id);
    return notChat.stream().noneMatch(glob -> glob.matches(name));
  }

  /**
   * Returns the model of an id: of its own entry, of the entry of the model that it is a dated
   * snapshot of, of the first pattern that it matches, or inferred from the id.
   */
  Found find(String id) {
    return plain(id)
        .or(() -> snapshot(id))
        .or(() -> matching(id))
        .orElseGet(() -> new Found(inference.infer(id), entries.size()));
  }

  /** Returns the id of the entry that a model or a snapshot of it has, or empty. */
  Optional<String> nameOf(String id) {
    return plain(id).or(() -> snapshot(id)).map(found -> entries.get(found.rank()).model().id());
  }

  private Optional<Found> plain(String id) {
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (entry.isPlain() && entry.model().id().equals(id)) {
        return Optional.of(new Found(entry.model(), i));
      }
    }
    return Optional.empty();
  }

  private Optional<Found> snapshot(String id) {
    Matcher matcher = SNAPSHOT.matcher(id);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return plain(matcher.group(1))
        .map(
            base ->
                new Found(entries.get(base.rank()).snapshot(id, matcher.group(2)), base.rank()));
  }

  private Optional<Found> matching(String id) {
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (!entry.isPlain() && entry.glob().matches(id)) {
        return Optional.of(new Found(entry.of(id), i));
      }
    }
    return Optional.empty();
  }
}
