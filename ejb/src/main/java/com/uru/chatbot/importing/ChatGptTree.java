package com.uru.chatbot.importing;

import static java.util.Objects.requireNonNull;

import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessagePart;
import com.uru.chatbot.conversation.MessageRole;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of ChatGPT's nodes. Nodes that are not shown are left out, and what follows them
 * continues the nearest one before them. The nodes of one answer, which thinking and the use of
 * tools divide, become one message.
 */
final class ChatGptTree {
  private final Map<String, List<ChatGptNode>> children = new HashMap<>();
  private final Context context;
  private final List<Draft> drafts = new ArrayList<>();
  private final Map<String, Draft> draftOfNode = new HashMap<>();
  private int pictures;
  private int sounds;

  /**
   * What the messages of a conversation have in common.
   *
   * @param begun the time of a first message that has none
   */
  record Context(UUID conversationId, String source, ImportIds ids, Instant begun) {}

  ChatGptTree(Map<String, ChatGptNode> nodes, Context context) {
    this.context = context;
    Deque<Step> open = new ArrayDeque<>();
    List<ChatGptNode> roots = new ArrayList<>();
    for (ChatGptNode node : nodes.values()) {
      if (node.parent() == null || !nodes.containsKey(node.parent())) {
        roots.add(node);
      } else {
        children.computeIfAbsent(node.parent(), parent -> new ArrayList<>()).add(node);
      }
    }
    pushAll(open, roots, new Step(null, null, false, List.of(), 0));
    int reached = 0;
    while (!open.isEmpty()) {
      visit(open.pop(), open);
      reached++;
    }
    if (reached < nodes.size()) {
      throw new InvalidItemException("Its messages are not a tree.");
    }
  }

  /**
   * A node to be visited.
   *
   * @param before the message that it continues
   * @param extensible whether it may be one more part of {@code before}: nothing else is
   * @param thoughts what the model has thought since {@code before}
   * @param seconds how long
   */
  private record Step(
      @Nullable ChatGptNode node,
      @Nullable Draft before,
      boolean extensible,
      List<String> thoughts,
      int seconds) {
    Step to(ChatGptNode next) {
      return new Step(next, before, extensible, thoughts, seconds);
    }
  }

  /** A message whose parts are being collected. */
  private static final class Draft {
    private final UUID id;
    private final @Nullable UUID parentId;
    private final MessageRole role;
    private final Instant createdAt;
    private final List<MessagePart> parts = new ArrayList<>();
    private @Nullable String model;
    private boolean hasText;

    Draft(UUID id, @Nullable UUID parentId, MessageRole role, Instant createdAt) {
      this.id = id;
      this.parentId = parentId;
      this.role = role;
      this.createdAt = createdAt;
    }

    void addThoughts(String summary, int seconds) {
      parts.add(new MessagePart.Reasoning(summary, Math.max(1, seconds)));
    }

    void addText(String text) {
      if (!text.isEmpty()) {
        parts.add(new MessagePart.Text(hasText ? "\n\n" + text : text));
        hasText = true;
      }
    }

    Message toMessage(UUID conversationId) {
      return Message.begin(id, conversationId, parentId, role, createdAt)
          .parts(parts)
          .model(role == MessageRole.USER ? null : model)
          .build();
    }
  }

  /** Pushes the last one first, so that the first one is visited first. */
  private static void pushAll(Deque<Step> open, List<ChatGptNode> next, Step step) {
    List<ChatGptNode> inOrder = new ArrayList<>(next);
    inOrder.sort(Comparator.comparing(node -> node.time() == null ? Instant.EPOCH : node.time()));
    for (int i = inOrder.size() - 1; i >= 0; i--) {
      open.push(step.to(inOrder.get(i)));
    }
  }

  private void visit(Step step, Deque<Step> open) {
    ChatGptNode node = requireNonNull(step.node());
    pictures += node.pictures();
    sounds += node.sounds();
    List<ChatGptNode> next = children.getOrDefault(node.id(), List.of());
    Draft before = step.before();
    List<String> thoughts = step.thoughts();
    int seconds = step.seconds();
    if (node.isQuestion() && !node.text().isEmpty()) {
      before = begin(node, before, MessageRole.USER);
      before.addText(node.text());
      thoughts = List.of();
      seconds = 0;
    } else if (node.isAnswer()) {
      if (!node.thoughts().isEmpty()) {
        thoughts = new ArrayList<>(thoughts);
        thoughts.add(node.thoughts());
      }
      seconds += node.thinkingSeconds();
      String text = node.text();
      if (!text.isEmpty() || (next.isEmpty() && !thoughts.isEmpty())) {
        if (before == null || before.role != MessageRole.ASSISTANT || !step.extensible()) {
          before = begin(node, before, MessageRole.ASSISTANT);
        }
        if (!thoughts.isEmpty()) {
          before.addThoughts(String.join("\n\n", thoughts), seconds);
        }
        before.addText(text);
        before.model = node.model() == null ? before.model : node.model();
        thoughts = List.of();
        seconds = 0;
      }
    }
    if (before != null) {
      draftOfNode.put(node.id(), before);
    }
    boolean extensible = next.size() == 1 && (step.extensible() || before != step.before());
    pushAll(open, next, new Step(null, before, extensible, thoughts, seconds));
  }

  private Draft begin(ChatGptNode node, @Nullable Draft before, MessageRole role) {
    Instant earliest = before == null ? context.begun() : before.createdAt;
    Draft draft =
        new Draft(
            context.ids().message(context.source(), node.id()),
            before == null ? null : before.id,
            role,
            node.time() == null ? earliest : node.time());
    drafts.add(draft);
    return draft;
  }

  /** Returns the messages, a parent before its children. */
  List<Message> messages() {
    return drafts.stream().map(draft -> draft.toMessage(context.conversationId())).toList();
  }

  /** Returns the id of the message that a node has become, or that it continues, or null. */
  @Nullable UUID messageOf(String nodeId) {
    Draft draft = draftOfNode.get(nodeId);
    return draft == null ? null : draft.id;
  }

  /** Returns what is not imported, in one sentence, or null. */
  @Nullable String omissions() {
    List<String> left = new ArrayList<>();
    if (pictures > 0) {
      left.add(pictures == 1 ? "1 picture" : pictures + " pictures");
    }
    if (sounds > 0) {
      left.add(sounds == 1 ? "1 recording" : sounds + " recordings");
    }
    if (left.isEmpty()) {
      return null;
    }
    boolean one = pictures + sounds == 1;
    return "Without "
        + String.join(" and ", left)
        + ", which "
        + (one ? "is" : "are")
        + " not in the text.";
  }
}
