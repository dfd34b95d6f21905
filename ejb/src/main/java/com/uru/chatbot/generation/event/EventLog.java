package com.uru.chatbot.generation.event;

import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessagePart;
import com.uru.chatbot.conversation.MessageStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The events of one generation between {@code started} and the end, as typed entries in order.
 * Deltas of one kind that follow each other extend one entry; an event of another kind ends it. The
 * node that runs the generation appends to the log and writes it to the journal; other nodes make
 * the same log of the journal, and after the end of the message and the {@link LogOutline}. So a
 * position means the same everywhere. Not thread-safe.
 */
public final class EventLog {
  private final List<LogEntry> entries = new ArrayList<>(2);

  /** Returns the log of an ended generation. */
  public static EventLog of(LogOutline outline, Message answer) {
    Remainder text = new Remainder(answer.text());
    Remainder reasoning = new Remainder(reasoning(answer.parts()));
    EventLog log = new EventLog();
    for (LogOutline.Entry entry : outline.entries()) {
      String content =
          switch (entry.kind()) {
            case TEXT -> text.take(entry.length());
            case REASONING -> reasoning.take(entry.length());
            case TITLE -> entry.title();
            case UNKNOWN -> "";
          };
      log.addEntry(entry.kind(), answer.createdAt()).content().append(content);
    }
    return log;
  }

  private static String reasoning(List<MessagePart> parts) {
    StringBuilder all = new StringBuilder();
    for (MessagePart part : parts) {
      if (part instanceof MessagePart.Reasoning reasoning) {
        all.append(reasoning.summary());
      }
    }
    return all.toString();
  }

  /** What is left of a text from which the entries take their pieces in turn. */
  private static final class Remainder {
    private final String text;
    private int from;

    Remainder(String text) {
      this.text = text;
    }

    String take(int length) {
      int to = Math.min(text.length(), from + length);
      String taken = text.substring(from, to);
      from = to;
      return taken;
    }
  }

  /**
   * Appends a delta or an event.
   *
   * @param now is asked for the time if this begins a new entry
   */
  public void append(EntryKind kind, String content, Supplier<Instant> now) {
    LogEntry last = entries.isEmpty() ? null : entries.get(entries.size() - 1);
    LogEntry entry =
        last != null && last.isExtendedBy(kind, content.length())
            ? last
            : addEntry(kind, now.get());
    entry.content().append(content);
  }

  /** Returns the position after the last entry, or after {@code started} if there is none. */
  public EventPosition last() {
    return entries.isEmpty()
        ? EventPosition.AFTER_STARTED
        : new EventPosition(entries.size(), entries.get(entries.size() - 1).content().length());
  }

  /** Adds an empty entry after the last one. */
  public LogEntry addEntry(EntryKind kind, Instant startedAt) {
    LogEntry entry = new LogEntry(kind, length(), startedAt);
    entries.add(entry);
    return entry;
  }

  /** Returns the sum of the lengths of all entries. */
  public int length() {
    return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).end();
  }

  /** The content of an entry from some offset on, on its way to the journal. */
  public record Piece(int entry, EntryKind kind, int position, String content) {}

  /**
   * Returns what was appended after a position of the journal, in pieces of one entry each.
   *
   * @param journalled the sum of the lengths of all entries up to that position
   */
  public List<Piece> piecesAfter(int journalled) {
    List<Piece> pieces = new ArrayList<>(1);
    for (int i = entries.size() - 1; i >= 0 && entries.get(i).end() > journalled; i--) {
      LogEntry entry = entries.get(i);
      int from = Math.max(0, journalled - entry.start());
      pieces.add(0, new Piece(i + 1, entry.kind(), entry.end(), entry.content().substring(from)));
    }
    return pieces;
  }

  public LogOutline outline() {
    return new LogOutline(
        entries.stream()
            .map(
                entry ->
                    entry.kind() == EntryKind.TITLE
                        ? LogOutline.Entry.ofTitle(entry.content().toString())
                        : new LogOutline.Entry(entry.kind(), entry.content().length(), ""))
            .toList());
  }

  /**
   * Returns the content of the message that this log makes.
   *
   * @param end when the last content arrived
   * @param maxTextLength how much text to keep, in UTF-16 code units; what comes after it is left
   *     out. Never keeps half a surrogate pair
   */
  public List<MessagePart> parts(Instant end, int maxTextLength) {
    PartsBuilder parts = new PartsBuilder(maxTextLength);
    for (LogEntry entry : entries) {
      if (!parts.add(entry)) {
        return parts.build(entry.startedAt());
      }
    }
    return parts.build(end);
  }

  /** Joins entries of one kind into one part: a title between them is not part of the message. */
  private static final class PartsBuilder {
    private final List<MessagePart> parts = new ArrayList<>(2);
    private final StringBuilder content = new StringBuilder();
    private EntryKind kind = EntryKind.UNKNOWN;
    private Instant startedAt = Instant.EPOCH;
    private int textRoom;

    PartsBuilder(int textRoom) {
      this.textRoom = textRoom;
    }

    /** Adds an entry; returns false if it had to be cut, or left out, and so is the last one. */
    boolean add(LogEntry entry) {
      return switch (entry.kind()) {
        case TEXT -> addText(entry);
        case REASONING -> {
          begin(entry);
          content.append(entry.content());
          yield true;
        }
        case TITLE, UNKNOWN -> true;
      };
    }

    private boolean addText(LogEntry entry) {
      StringBuilder text = entry.content();
      int end = Math.min(text.length(), textRoom);
      if (end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
        end--;
      }
      if (end > 0) {
        begin(entry);
        content.append(text, 0, end);
      }
      textRoom -= end;
      return end == text.length();
    }

    private void begin(LogEntry entry) {
      if (kind != entry.kind()) {
        finish(entry.startedAt());
        kind = entry.kind();
        startedAt = entry.startedAt();
      }
    }

    private void finish(Instant end) {
      if (content.length() == 0) {
        return;
      }
      parts.add(
          kind == EntryKind.TEXT
              ? new MessagePart.Text(content.toString())
              : new MessagePart.Reasoning(content.toString(), seconds(end)));
      content.setLength(0);
    }

    private int seconds(Instant end) {
      long seconds = Math.round(Duration.between(startedAt, end).toMillis() / 1000.0);
      return (int) Math.min(Math.max(1, seconds), Integer.MAX_VALUE);
    }

    List<MessagePart> build(Instant end) {
      finish(end);
      return parts;
    }
  }

  /**
   * Returns the events after a position, possibly none: at most {@link
   * GenerationEvent#MAX_BATCH_LENGTH} units of text. If there are more, the last event says so.
   *
   * @param started makes the first event, if the position is before it
   * @param answer the answer: its end is told if it has ended
   */
  public List<GenerationEvent> after(
      EventPosition position, Supplier<GenerationEvent.Started> started, @Nullable Message answer) {
    if (position.isEnd()) {
      return List.of();
    }
    Message ended = answer == null || answer.status() == MessageStatus.STREAMING ? null : answer;
    List<GenerationEvent> events = new ArrayList<>(2);
    EventPosition from = resolved(position);
    if (position.equals(EventPosition.START)) {
      events.add(started.get());
    }
    int room = GenerationEvent.MAX_BATCH_LENGTH;
    for (int i = Math.max(from.entry(), 1); i <= entries.size(); i++) {
      LogEntry entry = entries.get(i - 1);
      int offset = i == from.entry() ? Math.min(from.offset(), entry.content().length()) : 0;
      int end = end(entry, offset, room);
      room -= entry.kind() == EntryKind.TITLE ? 0 : end - offset;
      boolean cut = end < entry.content().length();
      boolean last = room <= 1 && (cut || i < entries.size() || ended != null);
      if (end > offset) {
        add(events, i, entry, offset, end, last);
      }
      if (last) {
        return events;
      }
    }
    if (ended != null) {
      events.add(new GenerationEvent.Ended(end(from), ended));
    }
    return events;
  }

  /** The end comes after all entries, and after those that only a crashed node had. */
  private EventPosition end(EventPosition from) {
    return new EventPosition(Math.max(entries.size() + 1, from.entry()), EventPosition.END);
  }

  private static int end(LogEntry entry, int offset, int room) {
    StringBuilder content = entry.content();
    return switch (entry.kind()) {
      case TEXT, REASONING -> {
        int end = Math.min(content.length(), offset + room);
        boolean splitsPair =
            end > offset
                && end < content.length()
                && Character.isHighSurrogate(content.charAt(end - 1));
        yield splitsPair ? end - 1 : end;
      }
      case TITLE -> content.length();
      case UNKNOWN -> offset;
    };
  }

  private static void add(
      List<GenerationEvent> events, int index, LogEntry entry, int from, int to, boolean more) {
    String content = entry.content().substring(from, to);
    EventPosition position = new EventPosition(index, to);
    switch (entry.kind()) {
      case TEXT -> events.add(new GenerationEvent.Delta(position, content, more));
      case REASONING -> events.add(new GenerationEvent.ReasoningDelta(position, content, more));
      case TITLE -> events.add(new GenerationEvent.Titled(position, content));
      case UNKNOWN -> {}
    }
  }

  /** Translates a position of the old form, which counts only the text. */
  private EventPosition resolved(EventPosition position) {
    if (!position.isOldForm()) {
      return position;
    }
    int length = position.oldTextLength();
    if (length == 0) {
      return EventPosition.AFTER_STARTED;
    }
    EventPosition last = new EventPosition(1, length);
    for (int i = 1; i <= entries.size(); i++) {
      LogEntry entry = entries.get(i - 1);
      last = new EventPosition(i, entry.kind() == EntryKind.TEXT ? length : EventPosition.END - 1);
      if (entry.kind() == EntryKind.TEXT) {
        if (length <= entry.content().length()) {
          return last;
        }
        length -= entry.content().length();
      }
    }
    return last;
  }
}
