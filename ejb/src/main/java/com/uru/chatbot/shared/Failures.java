package com.uru.chatbot.shared;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What a {@link java.util.concurrent.CompletionStage} failed with. */
public final class Failures {
  private Failures() {}

  /**
   * The failure itself: a stage that depends on a failed one wraps it.
   *
   * @return {@code null} if there was none
   */
  public static @Nullable Throwable causeOf(@Nullable Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
