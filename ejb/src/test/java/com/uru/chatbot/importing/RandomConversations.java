package com.uru.chatbot.importing;

import com.uru.chatbot.conversation.Conversation;
import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessagePart;
import com.uru.chatbot.conversation.MessageProblem;
import com.uru.chatbot.conversation.MessageRole;
import com.uru.chatbot.conversation.MessageStatus;
import com.uru.chatbot.conversation.TitleSource;
import com.uru.chatbot.model.FinishReason;
import com.uru.chatbot.model.TokenUsage;
import com.uru.chatbot.shared.ProblemCode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Conversations with everything that one can have, the same for the same seed. */
final class RandomConversations {
  private static final List<String> PIECES =
      List.of(
          "Why does bread rise? ",
          "Wärme, Öl und Maß. ",
          "\n\n```java\nint i = 1; // \\\"quoted\\\"\n```\n",
          "日本語 ",
          "👩‍👩‍👧 ",
          "\u2028\u0001\t\u007f\uFFFD ",
          "<b>&amp;</b> ",
          "a/b\\c\b\f\r\n",
          "מעורב ",
          " ");

  private final Random random;

  RandomConversations(long seed) {
    random = new Random(seed);
  }

  /** A conversation and its messages, a parent before its children. */
  record Tree(Conversation conversation, List<Message> messages) {}

  Tree next() {
    UUID id = uuid();
    List<Message> messages = new ArrayList<>();
    int size = random.nextInt(12) == 0 ? 0 : 1 + random.nextInt(40);
    for (int i = 0; i < size; i++) {
      messages.add(message(id, messages));
    }
    Conversation conversation =
        Conversation.begin(id, chance(2) ? "gpt-4o" : "ft:gpt-4o:acme::x1", time())
            .title(chance(6) ? "" : text(3), chance(2) ? TitleSource.USER : TitleSource.AUTO)
            .systemPrompt(chance(2) ? text(20) : null)
            .pinned(chance(4))
            .archived(chance(4))
            .head(messages.isEmpty() ? null : messages.get(random.nextInt(size)).id())
            .messageCount(size)
            .updatedAt(time())
            .build();
    return new Tree(conversation, messages);
  }

  private boolean chance(int of) {
    return random.nextInt(of) == 0;
  }

  private <T> T pick(T[] values) {
    return List.of(values).get(random.nextInt(values.length));
  }

  private UUID uuid() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  /** With as many digits of a second as there are, from none to six. */
  private Instant time() {
    Instant time = Instant.ofEpochSecond(random.nextLong(4_000_000_000L));
    return switch (random.nextInt(3)) {
      case 0 -> time;
      case 1 -> time.plus(random.nextInt(1000), ChronoUnit.MILLIS);
      default -> time.plus(random.nextInt(1_000_000), ChronoUnit.MICROS);
    };
  }

  private String text(int max) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(max); i >= 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  private Message message(UUID conversationId, List<Message> earlier) {
    Message parent =
        earlier.isEmpty() || chance(15) ? null : earlier.get(random.nextInt(earlier.size()));
    boolean question = parent == null || parent.role() == MessageRole.ASSISTANT;
    return Message.begin(
            uuid(),
            conversationId,
            parent == null ? null : parent.id(),
            question ? MessageRole.USER : MessageRole.ASSISTANT,
            time())
        .parts(parts(question))
        .model(question ? null : "o1-mini")
        .status(question ? MessageStatus.COMPLETED : ending())
        .finishReason(question || chance(3) ? null : pick(FinishReason.values()))
        .usage(question || chance(3) ? null : usage())
        .problem(question || !chance(4) ? null : problem())
        .instructions(chance(4) ? instructions() : null)
        .build();
  }

  private @Nullable String instructions() {
    return chance(3) ? "" : text(4);
  }

  private List<MessagePart> parts(boolean question) {
    List<MessagePart> parts = new ArrayList<>();
    for (int i = question ? 0 : random.nextInt(4); i > 0; i--) {
      parts.add(
          chance(2)
              ? new MessagePart.Reasoning(text(5), 1 + random.nextInt(600))
              : new MessagePart.Text(text(5)));
    }
    parts.add(new MessagePart.Text(chance(10) ? "" : text(30)));
    return parts;
  }

  private MessageStatus ending() {
    MessageStatus any = pick(MessageStatus.values());
    return any == MessageStatus.STREAMING ? MessageStatus.COMPLETED : any;
  }

  private TokenUsage usage() {
    return new TokenUsage(count(), count(), count(), count(), count());
  }

  private int count() {
    return chance(5) ? Integer.MAX_VALUE : random.nextInt(100_000);
  }

  private MessageProblem problem() {
    Map<String, Object> members = new HashMap<>();
    if (chance(2)) {
      members.put("contextWindow", (long) count());
      members.put("model", text(1));
    }
    return new MessageProblem(pick(ProblemCode.values()), text(2), members);
  }
}
