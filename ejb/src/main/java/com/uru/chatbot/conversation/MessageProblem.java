package com.uru.chatbot.conversation;

import com.uru.chatbot.shared.ProblemCode;
import java.util.Map;

/**
 * Why an answer failed or broke off, as it is kept with the message.
 *
 * @param code from the one table of problems
 * @param detail one sentence about this case
 * @param members extension members of the problem, e.g. {@code contextWindow}
 */
public record MessageProblem(ProblemCode code, String detail, Map<String, Object> members) {
  public MessageProblem {
    members = Map.copyOf(members);
  }
}
