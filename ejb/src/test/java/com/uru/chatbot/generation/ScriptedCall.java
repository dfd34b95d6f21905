package com.uru.chatbot.generation;

import com.uru.chatbot.model.ChatModelCall;
import com.uru.chatbot.model.ChatModelEvent;
import com.uru.chatbot.model.FinishReason;
import com.uru.chatbot.model.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A model's answer that a test has written beforehand. */
public final class ScriptedCall implements ChatModelCall {
  private final List<ChatModelEvent> events = new ArrayList<>();
  private final CompletableFuture<Void> cancelled = new CompletableFuture<>();
  private @Nullable RuntimeException failure;
  private boolean waitsForCancel;

  public ScriptedCall says(String text) {
    events.add(new ChatModelEvent.TextDelta(text));
    return this;
  }

  public ScriptedCall thinks(String summary) {
    events.add(new ChatModelEvent.ReasoningDelta(summary));
    return this;
  }

  public ScriptedCall wantsBack(String json) {
    events.add(new ChatModelEvent.ProviderItems(json));
    return this;
  }

  public ScriptedCall finishes(FinishReason reason) {
    events.add(new ChatModelEvent.Finished(reason));
    return this;
  }

  public ScriptedCall bills(TokenUsage usage) {
    events.add(new ChatModelEvent.Used(usage));
    return this;
  }

  public ScriptedCall fails(RuntimeException with) {
    failure = with;
    return this;
  }

  public ScriptedCall thenWaitsForCancel() {
    waitsForCancel = true;
    return this;
  }

  @Override
  public CompletionStage<Void> stream(Consumer<ChatModelEvent> receiver) {
    events.forEach(receiver);
    if (failure != null) {
      return CompletableFuture.failedFuture(failure);
    }
    return waitsForCancel ? cancelled : CompletableFuture.completedFuture(null);
  }

  @Override
  public void cancel() {
    cancelled.complete(null);
  }
}
