package com.uru.chatbot.generation;

import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessageRole;
import com.uru.chatbot.model.ChatRequest.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes the turns that a model is sent of the messages of a branch. */
final class BranchTurns {
  private BranchTurns() {}

  /**
   * Returns the turns of a branch without answers that have no text.
   *
   * @param branch the messages from the root to the question
   * @param providerItems what the provider wants back with an answer, by the answer's id
   * @param systemPrompt the instructions of the conversation
   */
  static List<Turn> of(
      List<Message> branch, Map<UUID, String> providerItems, @Nullable String systemPrompt) {
    String instructions = systemPrompt == null || systemPrompt.isBlank() ? null : systemPrompt;
    List<Turn> turns = new ArrayList<>();
    for (Message message : branch) {
      if (message.role() == MessageRole.USER) {
        turns.add(Turn.user(message.text(), turns.isEmpty() ? instructions : null));
      } else if (!message.text().isEmpty()) {
        turns.add(Turn.assistant(message.text(), providerItems.get(message.id())));
      }
    }
    return turns;
  }
}
