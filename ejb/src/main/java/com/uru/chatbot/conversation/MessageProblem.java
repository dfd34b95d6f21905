package com.uru.chatbot.conversation;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Why an answer failed or broke off, as it is kept with the message.
 *
 * @param code from the one table of problems
 * @param detail one sentence about this case
 * @param members extension members of the problem, e.g. {@code contextWindow}; {@code retryAfter}
 *     in seconds where the provider named a waiting time
 */
public record MessageProblem(ProblemCode code, String detail, Map<String, Object> members) {
  private static final String RETRY_AFTER = "retryAfter";

  public MessageProblem {
    members = Map.copyOf(members);
  }

  /** What a problem came from. */
  public static MessageProblem of(DomainException refused) {
    Map<String, Object> members = new HashMap<>(refused.members());
    if (refused.retryAfter() != null) {
      members.put(RETRY_AFTER, Math.max(1, refused.retryAfter().plusMillis(999).toSeconds()));
    }
    return new MessageProblem(refused.code(), refused.detail(), members);
  }

  /** The refusal that this is the memory of, with one more member. */
  public DomainException toException(String member, Object value) {
    Map<String, Object> all = new HashMap<>(members);
    all.put(member, value);
    Duration retryAfter =
        members.get(RETRY_AFTER) instanceof Number seconds
            ? Duration.ofSeconds(seconds.longValue())
            : null;
    return new DomainException(code, detail, all, retryAfter);
  }
}
