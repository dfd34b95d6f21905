package com.uru.chatbot.shared;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A slice of a list.
 *
 * @param items the slice, in the list's order
 * @param nextCursor where the next slice begins, {@code null} at the end of the list
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {
  public Page {
    items = List.copyOf(items);
  }
}
