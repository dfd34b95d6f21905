package com.uru.chatbot.generation.store;

import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessageRole;
import com.uru.chatbot.model.ChatRequest.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes the turns that a model is sent of the messages of a branch. A changed system prompt is
 * appended where it was changed, and everything before it stays as it was sent: a rewritten
 * beginning would lose the provider's cache and the model's reasoning.
 */
final class BranchTurns {
  private static final String REPLACED =
      "From here on, these instructions replace all earlier ones:\n\n";
  private static final String REMOVED = "From here on, the earlier instructions no longer apply.";

  private BranchTurns() {}

  /**
   * Returns what a new message has to store so that a system prompt is in force from it on.
   *
   * @param branch the messages before the new one, from the root
   * @param systemPrompt the system prompt of the conversation, null or blank for none
   * @return the prompt, empty to remove the one that is in force, null if nothing changes
   */
  static @Nullable String change(List<Message> branch, @Nullable String systemPrompt) {
    String wanted = systemPrompt == null || systemPrompt.isBlank() ? "" : systemPrompt;
    String inForce = "";
    for (Message message : branch) {
      inForce = message.instructions() == null ? inForce : message.instructions();
    }
    return wanted.equals(inForce) ? null : wanted;
  }

  /**
   * Returns the turns of a branch without answers that have no text.
   *
   * @param branch the messages from the root to the answer that is to be written
   * @param providerItems what the provider wants back with an answer, by the answer's id
   */
  static List<Turn> of(List<Message> branch, Map<UUID, String> providerItems) {
    List<Turn> turns = new ArrayList<>();
    String inForce = "";
    boolean first = true;
    for (int i = 0; i < branch.size(); i++) {
      Message message = branch.get(i);
      if (message.role() == MessageRole.USER) {
        String changed = changedInstructions(branch, i);
        if (changed == null || changed.equals(inForce)) {
          turns.add(Turn.user(message.text()));
        } else {
          turns.add(Turn.user(message.text(), wording(changed, first)));
          first = false;
          inForce = changed;
        }
      } else if (!message.text().isEmpty()) {
        turns.add(Turn.assistant(message.text(), providerItems.get(message.id())));
      }
    }
    return turns;
  }

  /** Returns the change before a question: that of its answer on this branch comes first. */
  private static @Nullable String changedInstructions(List<Message> branch, int question) {
    if (question + 1 < branch.size()) {
      String ofAnswer = branch.get(question + 1).instructions();
      if (ofAnswer != null) {
        return ofAnswer;
      }
    }
    return branch.get(question).instructions();
  }

  private static String wording(String instructions, boolean first) {
    if (first) {
      return instructions;
    }
    return instructions.isEmpty() ? REMOVED : REPLACED + instructions;
  }
}
