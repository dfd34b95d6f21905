package com.uru.chatbot.generation.store;

import com.uru.chatbot.generation.running.ActiveGeneration;
import com.uru.chatbot.generation.running.JournalPiece;
import com.uru.chatbot.generation.running.StopRequest;
import com.uru.chatbot.tenant.Caller;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * The journal and the leases of the generations that run on a node. They span tenants and users;
 * {@link GenerationRepository} has what belongs to one caller. Every method can be repeated, and
 * throws an {@link IllegalStateException} if the database is away.
 */
public interface GenerationLeases {
  /**
   * A generation whose lease has run out.
   *
   * @param owner acts on behalf of the user who has started it
   */
  record Expired(Caller owner, UUID generationId) {}

  /**
   * Commits pieces, renews the leases of the running generations, and returns which of them to
   * stop: one statement for all generations of the node.
   */
  List<StopRequest> flush(
      UUID node, Collection<ActiveGeneration> running, List<JournalPiece> pieces);

  /** Returns generations of any node whose lease has run out, by the database's clock. */
  List<Expired> expired();
}
