package com.uru.chatbot.importing;

import com.uru.chatbot.conversation.Conversation;
import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.TitleSource;
import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.NameText;
import jakarta.json.stream.JsonParser.Event;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code conversations.json} of ChatGPT's export, for which there is no specification: an
 * array of conversations, each with its messages as nodes of a tree in {@code mapping}. One
 * conversation is in memory at a time. Values that are not as expected are left out.
 */
final class ChatGptReader implements ConversationReader {
  private static final int MAX_TITLE_LENGTH = 200;
  private static final int MAX_NODES = 200_000;

  /** UTF-16 code units of one conversation. */
  private static final int MAX_LENGTH = 16_000_000;

  private final JsonCursor json;
  private final ImportIds ids;
  private final ModelCatalog models;
  private final Clock clock;
  private final int depth;

  private @Nullable String source;
  private String title = "";
  private @Nullable String currentNode;
  private @Nullable String model;
  private boolean archived;
  private @Nullable Instant createdAt;
  private @Nullable Instant updatedAt;
  private Map<String, ChatGptNode> nodes = new LinkedHashMap<>();
  private int length;

  private List<Message> messages = List.of();
  private int read;
  private @Nullable String omissions;

  /** Reads a document after its first bracket. */
  ChatGptReader(JsonCursor json, ImportIds ids, ModelCatalog models, Clock clock) {
    this.json = json;
    this.ids = ids;
    this.models = models;
    this.clock = clock;
    this.depth = json.depth();
  }

  @Override
  public boolean next() {
    json.leaveTo(depth);
    source = null;
    title = "";
    currentNode = null;
    model = null;
    archived = false;
    createdAt = null;
    updatedAt = null;
    nodes = new LinkedHashMap<>();
    length = 0;
    messages = List.of();
    read = 0;
    omissions = null;
    Event event = json.next();
    if (event == Event.END_ARRAY) {
      json.end();
      return false;
    }
    if (event != Event.START_OBJECT) {
      throw FileRefusal.of(FileRefusal.UNKNOWN);
    }
    return true;
  }

  @Override
  public @Nullable String source() {
    return source;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public Conversation conversation() {
    json.members(Event.START_OBJECT, this::member);
    if (source == null) {
      throw new InvalidItemException("It has no id.");
    }
    if (nodes.isEmpty()) {
      throw new InvalidItemException("It has no messages.");
    }
    Instant begun = createdAt == null ? now() : createdAt;
    UUID id = ids.conversation(source);
    ChatGptTree tree = new ChatGptTree(nodes, new ChatGptTree.Context(id, source, ids, begun));
    messages = tree.messages();
    omissions = tree.omissions();
    nodes = new LinkedHashMap<>();
    if (messages.isEmpty()) {
      throw new InvalidItemException("It has no messages that can be shown.");
    }
    Message last = messages.get(messages.size() - 1);
    UUID head = currentNode == null ? null : tree.messageOf(currentNode);
    return Conversation.begin(id, nextModel(), begun)
        .title(title, title.isEmpty() ? TitleSource.AUTO : TitleSource.USER)
        .archived(archived)
        .head(head == null ? last.id() : head)
        .updatedAt(updatedAt == null ? last.createdAt() : updatedAt)
        .build();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** Returns the model to go on with: the one of the conversation, if it can be used here. */
  private String nextModel() {
    return models.models().stream()
        .filter(offer -> offer.available() && offer.model().id().equals(model))
        .findFirst()
        .map(offer -> offer.model().id())
        .orElseGet(() -> models.defaultModel().id());
  }

  private void member(String name, Event value) {
    switch (name) {
      case "id", "conversation_id" -> {
        String id = json.scalar(value);
        source = id == null || id.isBlank() || id.length() > 200 ? source : id;
      }
      case "title" -> title = title(json.scalar(value));
      case "current_node" -> currentNode = json.scalar(value);
      case "default_model_slug" -> model = json.scalar(value);
      case "is_archived" -> {
        json.skip(value);
        archived = value == Event.VALUE_TRUE;
      }
      case "create_time" -> createdAt = ChatGptNode.time(json.scalar(value));
      case "update_time" -> updatedAt = ChatGptNode.time(json.scalar(value));
      case "mapping" -> json.members(value, this::node);
      default -> json.skip(value);
    }
  }

  private static String title(@Nullable String text) {
    if (text == null) {
      return "";
    }
    String clean = StorableText.repaired(text).replaceAll("\\p{Cntrl}+", " ").strip();
    int end = Math.min(clean.length(), MAX_TITLE_LENGTH);
    if (end < clean.length() && Character.isLowSurrogate(clean.charAt(end))) {
      end--;
    }
    try {
      return NameText.prepare(clean.substring(0, end), "title", MAX_TITLE_LENGTH);
    } catch (DomainException invisible) {
      return "";
    }
  }

  private void node(String nodeId, Event value) {
    ChatGptNode node = new ChatGptNode(nodeId);
    node.read(json, value);
    length += node.length();
    if (length > MAX_LENGTH) {
      throw new InvalidItemException("Its texts are longer than 16,000,000 characters.");
    }
    if (nodes.size() == MAX_NODES) {
      throw new InvalidItemException("It has more than 200,000 messages.");
    }
    nodes.put(nodeId, node);
  }

  @Override
  public List<Message> messages() {
    MessageChunk chunk = new MessageChunk();
    while (read < messages.size() && !chunk.isFull()) {
      chunk.add(messages.get(read));
      read++;
    }
    return chunk.messages();
  }

  @Override
  public boolean isEnded() {
    return read == messages.size();
  }

  @Override
  public @Nullable String omissions() {
    return omissions;
  }
}
