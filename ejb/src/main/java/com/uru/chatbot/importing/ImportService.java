package com.uru.chatbot.importing;

import com.uru.chatbot.conversation.Conversation;
import com.uru.chatbot.conversation.ConversationIntake;
import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.model.TenantModels;
import com.uru.chatbot.settings.CurrentSettings;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.usage.StorageRoom;
import com.uru.chatbot.usage.Transfer;
import com.uru.chatbot.usage.TransferPermits;
import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.stream.JsonParser.Event;
import java.io.IOException;
import java.io.Reader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Imports the conversations of a file. The first reading finds out what is in it and refuses it as
 * a whole if it cannot be read to its end; the second one adds the conversations. A conversation is
 * added in one transaction with all its messages, small ones many at a time. Memory does not grow
 * with the file, but for one line of the report for each conversation.
 */
@ApplicationScoped
public class ImportService {
  private static final Logger LOGGER = System.getLogger(ImportService.class.getName());

  static final int MAX_CONVERSATIONS = 50_000;
  private static final int MAX_BATCH = 100;
  private static final int LOOKUP = 500;
  private static final String TAKEN =
      "Its id is in use: it is being imported elsewhere at the same time. Import the file again.";
  private static final String NOT_SAVED =
      "It could not be saved. Import the file again; what was imported stays as it is.";

  private ConversationIntake conversations;
  private TenantModels models;
  private CurrentSettings settings;
  private TransferPermits permits;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected ImportService() {}

  @Inject
  public ImportService(
      ConversationIntake conversations,
      TenantModels models,
      CurrentSettings settings,
      TransferPermits permits,
      Clock clock) {
    this.conversations = conversations;
    this.models = models;
    this.settings = settings;
    this.permits = permits;
    this.clock = clock;
  }

  /** What is told while an import runs. */
  @FunctionalInterface
  public interface Report {
    /**
     * Takes what has become of a conversation.
     *
     * @throws IOException to end the import
     */
    void on(ImportItem item) throws IOException;
  }

  /**
   * Admits an import, from before its file is received until the permit is closed.
   *
   * @throws DomainException {@code RATE_LIMITED} if the caller has one, has had too many in the
   *     last hour, or too many users do
   */
  public TransferPermits.Permit begin(Caller caller) {
    return permits.acquire(caller, Transfer.IMPORT);
  }

  /**
   * Reads a file to its end, and changes nothing.
   *
   * @throws DomainException {@code VALIDATION_FAILED} if it cannot be imported
   */
  public ImportPlan plan(Caller caller, Path file) throws IOException {
    Planning planning = new Planning(caller);
    new ImportFile(file).forEachDocument(planning::read);
    return new ImportPlan(file, admitted(caller, planning), planning.isOfChatGpt);
  }

  /**
   * Imports what is planned. Calls {@code report} for each conversation after its transaction was
   * committed.
   *
   * @throws IOException if {@code report} has thrown it; what was reported is imported
   */
  public void run(Caller caller, ImportPlan plan, Report report) throws IOException {
    BitSet wanted = new BitSet();
    for (int i = 0; i < plan.items().size(); i++) {
      if (plan.items().get(i).status() == ImportStatus.IMPORTED) {
        wanted.set(i);
      } else {
        report.on(plan.items().get(i));
      }
    }
    Run first = new Run(caller, plan, report, wanted, plan.derivedIds());
    new ImportFile(plan.file()).forEachDocument(first::read);
    if (!first.conflicting.isEmpty()) {
      Run second = new Run(caller, plan, report, first.conflicting, true);
      new ImportFile(plan.file()).forEachDocument(second::read);
    }
  }

  /**
   * Returns a reader of the document in its format.
   *
   * @param derived whether conversations get other ids than in the file; those of ChatGPT always do
   */
  private ConversationReader reader(JsonCursor json, Caller caller, boolean derived) {
    Event start = json.next();
    ImportIds derivedIds = ImportIds.derivedFor(caller);
    return switch (start) {
      case START_ARRAY -> new ChatGptReader(json, derivedIds, models.of(caller), clock);
      case START_OBJECT -> new UruReader(json, derived ? derivedIds : ImportIds.OF_FILE);
      default -> throw FileRefusal.of(FileRefusal.UNKNOWN);
    };
  }

  /**
   * A conversation of a file.
   *
   * @param updatedAt its last activity
   * @param bytes of the texts of its messages in UTF-8
   */
  private record Candidate(ImportItem item, Instant updatedAt, long bytes) {}

  /** The first reading. */
  private final class Planning {
    private final Caller caller;
    private final List<Candidate> candidates = new ArrayList<>();
    private final Set<String> sources = new HashSet<>();
    private boolean isOfChatGpt;

    Planning(Caller caller) {
      this.caller = caller;
    }

    void read(Reader document) {
      try (JsonCursor json = new JsonCursor(document)) {
        ConversationReader reader = reader(json, caller, false);
        isOfChatGpt |= reader instanceof ChatGptReader;
        while (reader.next()) {
          if (candidates.size() == MAX_CONVERSATIONS) {
            throw FileRefusal.of("The file has more than 50,000 conversations. Divide it.");
          }
          candidates.add(candidate(reader));
        }
      }
    }

    private Candidate candidate(ConversationReader reader) {
      try {
        Conversation conversation = reader.conversation();
        ConversationTree tree = new ConversationTree(conversation);
        long bytes = 0;
        do {
          List<Message> messages = reader.messages();
          tree.add(messages);
          bytes += bytes(messages);
        } while (!reader.isEnded());
        int messages = tree.end();
        if (!sources.add(source(reader))) {
          throw new InvalidItemException("It is in the file twice.");
        }
        ImportItem item =
            new ImportItem(
                source(reader),
                reader.title(),
                messages,
                ImportStatus.IMPORTED,
                conversation.id(),
                reader.omissions());
        return new Candidate(item, conversation.updatedAt(), bytes);
      } catch (InvalidItemException e) {
        ImportItem item =
            new ImportItem(
                source(reader), reader.title(), 0, ImportStatus.REFUSED, null, e.reason());
        return new Candidate(item, Instant.EPOCH, 0);
      }
    }

    private static long bytes(List<Message> messages) {
      return messages.stream()
          .mapToLong(message -> message.text().getBytes(StandardCharsets.UTF_8).length)
          .sum();
    }

    private String source(ConversationReader reader) {
      String source = reader.source();
      return source == null ? "#" + (candidates.size() + 1) : source;
    }
  }

  /** Returns what becomes of the conversations of a file that could be stored. */
  private List<ImportItem> admitted(Caller caller, Planning planning) {
    Admission admission = new Admission(caller);
    List<ImportItem> items = new ArrayList<>(planning.candidates.size());
    for (int from = 0; from < planning.candidates.size(); from += LOOKUP) {
      int to = Math.min(planning.candidates.size(), from + LOOKUP);
      items.addAll(admission.of(planning.candidates.subList(from, to)));
    }
    return items;
  }

  /** Finds out which conversations are there already, have to be deleted, or do not fit. */
  private final class Admission {
    private final Caller caller;
    private final ImportIds derivedIds;
    private final StorageRoom room;
    private final @Nullable Integer retentionDays;

    Admission(Caller caller) {
      this.caller = caller;
      derivedIds = ImportIds.derivedFor(caller);
      room = conversations.room(caller);
      retentionDays = settings.of(caller.tenantId()).retentionDays().orElse(null);
    }

    /** An earlier import may have taken the ids of the file or derived ones. */
    List<ImportItem> of(List<Candidate> candidates) {
      List<UUID> ids = new ArrayList<>();
      for (Candidate candidate : candidates) {
        if (candidate.item.conversationId() != null) {
          ids.add(candidate.item.conversationId());
          ids.add(derivedIds.conversation(candidate.item.source()));
        }
      }
      Set<UUID> existing = ids.isEmpty() ? Set.of() : conversations.existing(caller, ids);
      return candidates.stream().map(candidate -> of(candidate, existing)).toList();
    }

    private ImportItem of(Candidate candidate, Set<UUID> existing) {
      ImportItem item = candidate.item;
      if (item.conversationId() == null) {
        return item;
      }
      UUID derivedId = derivedIds.conversation(item.source());
      if (existing.contains(item.conversationId())) {
        return item.as(ImportStatus.EXISTS, item.conversationId(), null);
      }
      if (existing.contains(derivedId)) {
        return item.as(ImportStatus.EXISTS, derivedId, null);
      }
      return refusal(candidate)
          .map(reason -> item.as(ImportStatus.REFUSED, null, reason))
          .orElse(item);
    }

    private Optional<String> refusal(Candidate candidate) {
      if (retentionDays != null && isDeletedWithinADay(candidate.updatedAt, retentionDays)) {
        return Optional.of(
            "It is too old: your organisation deletes conversations that had no question for "
                + (retentionDays == 1 ? "a day." : retentionDays + " days."));
      }
      return room.takeOrExplain(1, candidate.bytes);
    }

    private boolean isDeletedWithinADay(Instant updatedAt, int days) {
      return updatedAt.isBefore(clock.instant().minus(Duration.ofDays(days - 1L)));
    }
  }

  /** A reading that adds conversations. */
  private final class Run {
    private final Caller caller;
    private final ImportPlan plan;
    private final Report report;
    private final BitSet wanted;
    private final boolean derivedIds;

    /** Those whose ids are in use, by their places in the plan. */
    private final BitSet conflicting = new BitSet();

    private int place = -1;
    private Batch batch = new Batch();
    private boolean broken;

    Run(Caller caller, ImportPlan plan, Report report, BitSet wanted, boolean derivedIds) {
      this.caller = caller;
      this.plan = plan;
      this.report = report;
      this.wanted = wanted;
      this.derivedIds = derivedIds;
    }

    void read(Reader document) throws IOException {
      try (JsonCursor json = new JsonCursor(document)) {
        ConversationReader reader = reader(json, caller, derivedIds);
        while (reader.next()) {
          place++;
          if (wanted.get(place)) {
            read(reader);
          }
        }
        flush();
      }
    }

    private void read(ConversationReader reader) throws IOException {
      int count = plan.items().get(place).messages();
      Conversation conversation = reader.conversation().copy().messageCount(count).build();
      List<Message> first = reader.messages();
      if (reader.isEnded()) {
        batch.add(place, conversation, first);
        if (batch.isFull()) {
          flush();
        }
        return;
      }
      flush();
      add(List.of(place), List.of(conversation), new Chunks(first, reader));
    }

    private void flush() throws IOException {
      Batch full = batch;
      batch = new Batch();
      if (!full.places.isEmpty()) {
        add(full.places, full.conversations, List.of(full.messages.messages()).iterator());
      }
    }

    private void add(
        List<Integer> places, List<Conversation> added, Iterator<List<Message>> messages)
        throws IOException {
      String problem = broken ? NOT_SAVED : tryToAdd(places, added, messages);
      for (int i = 0; i < places.size(); i++) {
        ImportItem item = plan.items().get(places.get(i));
        if (problem != null) {
          report.on(item.as(ImportStatus.REFUSED, null, problem));
        } else if (!conflicting.get(places.get(i))) {
          report.on(item.as(ImportStatus.IMPORTED, added.get(i).id(), item.problem()));
        }
      }
    }

    /** Returns why these were not added, or null if they were or will be tried with other ids. */
    private @Nullable String tryToAdd(
        List<Integer> places, List<Conversation> added, Iterator<List<Message>> messages) {
      try {
        conversations.add(caller, added, messages);
        return null;
      } catch (DomainException e) {
        if (e.code() == ProblemCode.ID_CONFLICT) {
          if (derivedIds) {
            return TAKEN;
          }
          places.forEach(conflicting::set);
          return null;
        }
        return broken(e);
      } catch (EJBException e) {
        return broken(e);
      }
    }

    private String broken(RuntimeException cause) {
      LOGGER.log(Level.WARNING, "An import ended early", cause);
      broken = true;
      return NOT_SAVED;
    }
  }

  /** Small conversations that are added together. */
  private static final class Batch {
    private final List<Integer> places = new ArrayList<>();
    private final List<Conversation> conversations = new ArrayList<>();
    private final MessageChunk messages = new MessageChunk();

    void add(int place, Conversation conversation, List<Message> all) {
      places.add(place);
      conversations.add(conversation);
      messages.addAll(all);
    }

    boolean isFull() {
      return places.size() == MAX_BATCH || messages.isFull();
    }
  }

  /** The messages of a large conversation, as they are read. */
  private static final class Chunks implements Iterator<List<Message>> {
    private final ConversationReader reader;
    private @Nullable List<Message> first;

    Chunks(List<Message> first, ConversationReader reader) {
      this.first = first;
      this.reader = reader;
    }

    @Override
    public boolean hasNext() {
      return first != null || !reader.isEnded();
    }

    @Override
    public List<Message> next() {
      List<Message> next = first == null ? reader.messages() : first;
      first = null;
      return next;
    }
  }
}
