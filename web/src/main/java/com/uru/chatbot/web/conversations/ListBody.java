package com.uru.chatbot.web.conversations;

import com.uru.chatbot.shared.Page;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A page of a list on the wire. */
public record ListBody<T>(List<T> items, @Nullable String nextCursor) {

  /** The page with its items as clients see them. */
  public static <S, T> ListBody<T> of(Page<S> page, Function<S, T> body) {
    return new ListBody<>(page.items().stream().map(body).toList(), page.nextCursor());
  }

  /** A list that always comes whole. */
  public static <T> ListBody<T> whole(List<T> items) {
    return new ListBody<>(items, null);
  }
}
