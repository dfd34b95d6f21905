package com.uru.chatbot.conversation;

import com.uru.chatbot.tenant.Caller;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The port to the content of messages that are still streaming. A message's own row is empty until
 * its end; what has been saved of it so far is kept by the generation.
 */
public interface StreamingParts {
  /**
   * Returns what has been saved so far of the caller's streaming messages.
   *
   * @param messageIds ids of streaming messages
   * @return the parts by message id; no entry for a message of which nothing has been saved
   */
  Map<UUID, List<MessagePart>> partsSoFar(Caller caller, Collection<UUID> messageIds);
}
