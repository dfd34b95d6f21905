package com.uru.chatbot.openai;

import com.uru.chatbot.model.ChatModelCall;
import com.uru.chatbot.model.ChatModelEvent;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** A model's answer that a test waits for. */
final class StreamedAnswer {
  private StreamedAnswer() {}

  /** Comes back, or fails with what the answer failed with, at its end. */
  static void toEnd(ChatModelCall call, Consumer<ChatModelEvent> receiver) {
    try {
      call.stream(receiver).toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }
}
