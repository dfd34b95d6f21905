package com.uru.chatbot.generation.running;

import com.uru.chatbot.generation.event.FinalAnswer;
import java.util.concurrent.CompletionStage;

/**
 * Produces the answer of one generation; used once. The lease, the journal, the subscribers and the
 * final transaction are the same whoever produces.
 */
public interface GenerationProducer extends AutoCloseable {
  /**
   * Appends the answer to the generation as it arrives and seals the generation at its end. May
   * block until the answer has begun.
   *
   * @return completes with the answer in its final state when nothing more will be appended
   */
  CompletionStage<FinalAnswer> produce(ActiveGeneration generation);

  /** Ends the production soon, from any thread and at any time; idempotent. */
  void cancel();

  /** Releases what the production needed; is called after its end, and if it never began. */
  @Override
  void close();
}
