package com.uru.chatbot.generation.store;

import com.uru.chatbot.generation.event.EventLog;
import com.uru.chatbot.generation.event.Generation;
import com.uru.chatbot.generation.event.LogOutline;
import com.uru.chatbot.tenant.Caller;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The generations of one caller. {@link GenerationLeases} has what spans callers. */
public interface GenerationRepository {
  /**
   * A generation, and what is stored of its event log after its end.
   *
   * @param outline null while it is running, or if a server of an older version ended it
   */
  record Recorded(Generation generation, @Nullable LogOutline outline) {}

  Optional<Generation> find(Caller caller, UUID id);

  /** Returns a generation together with the outline of its event log, read at the same moment. */
  Optional<Recorded> recorded(Caller caller, UUID id);

  /** Returns the event log of a running generation as far as its journal has it. */
  EventLog journal(Caller caller, UUID messageId);

  /** Returns the digest of the request that created the generation. */
  Optional<byte[]> requestDigest(Caller caller, UUID id);

  /** Returns the caller's running generations, oldest first. */
  List<Generation> running(Caller caller);

  boolean isRunningFor(Caller caller, UUID userMessageId);

  /** Adds a generation whose lease this node holds. */
  void add(Caller caller, Generation generation, byte[] requestDigest, UUID node);

  /** Records a stop request; returns {@code false} if the generation is not running. */
  boolean requestStop(Caller caller, UUID id, @Nullable Integer seenLength);

  /**
   * Ends a generation and deletes its journal. If the reaper has ended it as interrupted while its
   * node could not reach the database, the node's end replaces that one: the node has at least as
   * much text as the journal.
   *
   * @param outline what remains of its event log
   * @param node the node that must hold it, {@code null} for the reaper, which only ends what is
   *     still running on an expired lease
   * @return {@code false} if another has ended it
   */
  boolean end(Caller caller, Generation ended, LogOutline outline, @Nullable UUID node);
}
