package com.uru.chatbot.generation;

import com.uru.chatbot.generation.GenerationRepository.Expired;
import com.uru.chatbot.generation.GenerationRepository.StopRequest;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.List;

/**
 * The node-wide transactions, which belong to no tenant: the journal's group commit, and the search
 * for expired leases.
 */
@Stateless
public class GenerationLeases {
  private GenerationRepository generations;
  private ActiveGenerations activeGenerations;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected GenerationLeases() {}

  @Inject
  public GenerationLeases(GenerationRepository generations, ActiveGenerations activeGenerations) {
    this.generations = generations;
    this.activeGenerations = activeGenerations;
  }

  /**
   * Commits pieces of text, renews the leases of all given generations, and returns which of them
   * to stop.
   */
  public List<StopRequest> flush(List<ActiveGeneration> running, List<JournalPiece> pieces) {
    return generations.flush(activeGenerations.node(), running, pieces);
  }

  /** Generations of any node whose lease has run out. */
  public List<Expired> expired() {
    return generations.expired();
  }
}
