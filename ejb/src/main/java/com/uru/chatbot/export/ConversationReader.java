package com.uru.chatbot.export;

import com.uru.chatbot.conversation.Conversation;
import com.uru.chatbot.conversation.ConversationService;
import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.shared.Page;
import com.uru.chatbot.tenant.Caller;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads conversations of a caller with their messages: many small conversations in one transaction,
 * a large one in pages, each a transaction of its own. Nothing is held but a page of messages.
 */
final class ConversationReader {
  private static final int MESSAGES_PER_PAGE = 200;
  private static final int CONVERSATIONS_PER_PAGE = 100;

  private final ConversationService conversations;
  private final Caller caller;

  ConversationReader(ConversationService conversations, Caller caller) {
    this.conversations = conversations;
    this.caller = caller;
  }

  /** What is done with each conversation. */
  @FunctionalInterface
  interface Action {
    void on(Conversation conversation, Messages messages) throws IOException;
  }

  /** What is done with each message. */
  @FunctionalInterface
  interface MessageAction {
    void on(Message message) throws IOException;
  }

  /** The messages of a conversation, to be read while its {@link Action} runs. */
  interface Messages {
    /** Reads the messages of all branches, oldest first. */
    void all(MessageAction action) throws IOException;

    /** Reads the messages of the branch that is shown, in reading order. */
    void shown(MessageAction action) throws IOException;
  }

  /** Reads all conversations, archived ones too. */
  void everything(Action action) throws IOException {
    UUID last = null;
    List<Conversation> page;
    do {
      page = conversations.listById(caller, last, CONVERSATIONS_PER_PAGE);
      read(page, action);
      last = page.isEmpty() ? null : page.get(page.size() - 1).id();
    } while (page.size() == CONVERSATIONS_PER_PAGE);
  }

  /** Reads these conversations. */
  void selection(Set<UUID> ids, Action action) throws IOException {
    List<UUID> selected = ids.stream().sorted().toList();
    for (int begin = 0; begin < selected.size(); begin += CONVERSATIONS_PER_PAGE) {
      int end = Math.min(selected.size(), begin + CONVERSATIONS_PER_PAGE);
      read(conversations.listById(caller, Set.copyOf(selected.subList(begin, end))), action);
    }
  }

  /** Reads one conversation. */
  void one(Conversation conversation, Action action) throws IOException {
    action.on(conversation, new InPages(conversation));
  }

  private void read(List<Conversation> page, Action action) throws IOException {
    List<Conversation> small = new ArrayList<>();
    int messages = 0;
    for (Conversation conversation : page) {
      if (messages + conversation.messageCount() > MESSAGES_PER_PAGE) {
        readTogether(small, action);
        small.clear();
        messages = 0;
      }
      if (conversation.messageCount() > MESSAGES_PER_PAGE) {
        one(conversation, action);
      } else {
        small.add(conversation);
        messages += conversation.messageCount();
      }
    }
    readTogether(small, action);
  }

  private void readTogether(List<Conversation> small, Action action) throws IOException {
    if (small.isEmpty()) {
      return;
    }
    Set<UUID> ids =
        small.stream().map(Conversation::id).collect(Collectors.toCollection(LinkedHashSet::new));
    Map<UUID, List<Message>> messages = conversations.allMessages(caller, ids);
    for (Conversation conversation : small) {
      action.on(
          conversation,
          new Held(conversation, messages.getOrDefault(conversation.id(), List.of())));
    }
  }

  private record Held(Conversation conversation, List<Message> messages) implements Messages {
    @Override
    public void all(MessageAction action) throws IOException {
      for (Message message : messages) {
        action.on(message);
      }
    }

    @Override
    public void shown(MessageAction action) throws IOException {
      Set<UUID> ids = branchIds();
      all(
          message -> {
            if (ids.contains(message.id())) {
              action.on(message);
            }
          });
    }

    private Set<UUID> branchIds() {
      Map<UUID, @Nullable UUID> parents = new HashMap<>();
      messages.forEach(message -> parents.put(message.id(), message.parentId()));
      Set<UUID> branch = new HashSet<>();
      for (UUID id = conversation.headMessageId(); id != null; id = parents.get(id)) {
        branch.add(id);
      }
      return branch;
    }
  }

  private final class InPages implements Messages {
    private final Conversation conversation;

    InPages(Conversation conversation) {
      this.conversation = conversation;
    }

    @Override
    public void all(MessageAction action) throws IOException {
      UUID after = null;
      do {
        Page<Message> page =
            conversations.messages(caller, conversation.id(), after, MESSAGES_PER_PAGE);
        for (Message message : page.items()) {
          action.on(message);
        }
        after = page.nextCursor() == null ? null : UUID.fromString(page.nextCursor());
      } while (after != null);
    }

    @Override
    public void shown(MessageAction action) throws IOException {
      Set<UUID> ids = conversations.shownMessageIds(caller, conversation.id());
      all(
          message -> {
            if (ids.contains(message.id())) {
              action.on(message);
            }
          });
    }
  }
}
