package com.uru.chatbot.dev.practice;

import static com.uru.chatbot.dev.practice.PracticeFault.DELTAS_BEFORE_BREAK;
import static com.uru.chatbot.dev.practice.PracticeFault.DELTAS_BEFORE_LENGTH;

import java.util.List;

/**
 * What an answer will consist of, before an API gives it its form.
 *
 * @param tokens the text; joined they are the text exactly
 * @param end why it ends
 * @param reasons whether the model reasons first
 * @param reasoningTokens tokens of reasoning
 */
record AnswerPlan(List<String> tokens, End end, boolean reasons, int reasoningTokens) {
  private static final int REASONING_TOKENS = 192;

  /** Why an answer ends. */
  enum End {
    STOP,
    TOOL_CALL,
    LENGTH,
    CONTENT_FILTER,
    MAX_MESSAGES
  }

  static AnswerPlan of(AnswerRequest request, PracticeModel model, PracticeFault fault) {
    boolean reasons = model.reasonsWith(request.effort());
    int most = request.maxTokens().orElse(Integer.MAX_VALUE);
    int reasoningTokens = reasons ? Math.min(REASONING_TOKENS, most) : 0;
    List<String> tokens = PracticeReply.tokens(request, fault);
    int limit = most - reasoningTokens;
    End end = fault == PracticeFault.TOOL_CALL ? End.TOOL_CALL : End.STOP;
    if (tokens.size() > limit) {
      end = End.LENGTH;
    }
    if (fault == PracticeFault.CONTENT_FILTER && limit > DELTAS_BEFORE_BREAK) {
      limit = DELTAS_BEFORE_BREAK;
      end = End.CONTENT_FILTER;
    }
    if (fault == PracticeFault.LENGTH && limit > DELTAS_BEFORE_LENGTH) {
      limit = DELTAS_BEFORE_LENGTH;
      end = End.LENGTH;
    }
    if (fault == PracticeFault.MAX_MESSAGES && limit > DELTAS_BEFORE_LENGTH) {
      limit = DELTAS_BEFORE_LENGTH;
      end = End.MAX_MESSAGES;
    }
    return new AnswerPlan(
        tokens.subList(0, Math.min(tokens.size(), limit)), end, reasons, reasoningTokens);
  }

  /** Returns the tokens that are billed as output. */
  int outputTokens() {
    return tokens.size() + reasoningTokens;
  }

  String text() {
    return String.join("", tokens);
  }
}
