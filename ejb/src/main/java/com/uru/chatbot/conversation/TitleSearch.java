package com.uru.chatbot.conversation;

import com.uru.chatbot.shared.SearchText;
import java.util.List;

/**
 * The words of a search, and whether a title has them: every word in any order, by {@link
 * SearchText}. The page filters its list by the same rule (title-search.ts); both are tested with
 * title-search-cases.json.
 */
public final class TitleSearch {
  private final List<String> words;

  TitleSearch(String query) {
    words = SearchText.words(query);
  }

  /** Returns whether the title has every word; false if there is no word. */
  boolean matches(String title) {
    String folded = SearchText.fold(title);
    return !words.isEmpty() && words.stream().allMatch(folded::contains);
  }
}
