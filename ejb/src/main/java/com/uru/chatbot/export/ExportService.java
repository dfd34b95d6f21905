package com.uru.chatbot.export;

import com.uru.chatbot.conversation.Conversation;
import com.uru.chatbot.conversation.ConversationService;
import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.identity.account.AccountService;
import com.uru.chatbot.identity.account.Profile;
import com.uru.chatbot.settings.CurrentSettings;
import com.uru.chatbot.settings.Feature;
import com.uru.chatbot.shared.Page;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.usage.ConcurrencyLimit;
import com.uru.chatbot.usage.TransferLimits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Exports what a caller owns. Nothing is held but a page of messages: each page is a transaction of
 * its own, and what is deleted meanwhile breaks the file off.
 */
@ApplicationScoped
public class ExportService {
  /** The most conversations of a selection. */
  public static final int MAX_SELECTED = 1_000;

  /** Each holds a thread while it is read. */
  private static final int MAX_EXPORTS = 8;

  private static final int MESSAGES_PER_PAGE = 200;
  private static final int CONVERSATIONS_PER_PAGE = 100;
  private static final String ZIP = "application/zip";

  private ConversationService conversations;
  private AccountService accounts;
  private CurrentSettings settings;
  private TransferLimits transferLimits;
  private Clock clock;
  private final ConcurrencyLimit limit = new ConcurrencyLimit("export", MAX_EXPORTS);

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected ExportService() {}

  @Inject
  public ExportService(
      ConversationService conversations,
      AccountService accounts,
      CurrentSettings settings,
      TransferLimits transferLimits,
      Clock clock) {
    this.conversations = conversations;
    this.accounts = accounts;
    this.settings = settings;
    this.transferLimits = transferLimits;
    this.clock = clock;
  }

  /**
   * Admits the writing of an export, until the permit is closed.
   *
   * @throws com.uru.chatbot.shared.DomainException {@code RATE_LIMITED} if the caller writes one,
   *     has written too many in the last hour, or too many users do
   */
  public ConcurrencyLimit.Permit begin(Caller caller) {
    return limit.acquire(caller, () -> transferLimits.countExport(caller));
  }

  /**
   * Returns a file of one conversation: of all its branches as JSON, of the one that is shown in
   * the other formats.
   *
   * @param timeZone in which the formats for people tell times
   * @throws com.uru.chatbot.shared.DomainException {@code NOT_FOUND} if the caller has none with
   *     this id
   */
  public ExportFile conversation(Caller caller, UUID id, ExportFormat format, ZoneId timeZone) {
    settings.require(caller, Feature.EXPORT);
    Conversation conversation = conversations.get(caller, id);
    return new ExportFile(
        fileName(conversation) + "." + format.extension(),
        format.mediaType(),
        out -> {
          ConversationWriter writer = writer(format, out, timeZone);
          write(caller, conversation, format, writer);
          writer.finish();
        });
  }

  /**
   * Returns a ZIP file with the account and all conversations: in one file as JSON, in one file
   * each in the other formats.
   */
  public ExportFile everything(Caller caller, ExportFormat format, ZoneId timeZone) {
    return zip(caller, action -> forEach(caller, action), format, timeZone);
  }

  /**
   * Returns a ZIP file as {@link #everything} does, with these conversations only.
   *
   * @param ids at most {@link #MAX_SELECTED}
   * @throws com.uru.chatbot.shared.DomainException {@code NOT_FOUND} if the caller has none with
   *     one of these ids
   */
  public ExportFile selection(
      Caller caller, Collection<UUID> ids, ExportFormat format, ZoneId timeZone) {
    SortedSet<UUID> selected = new TreeSet<>(ids);
    conversations.requireAll(caller, selected);
    return zip(
        caller,
        action -> {
          for (UUID id : selected) {
            action.on(conversations.get(caller, id));
          }
        },
        format,
        timeZone);
  }

  private ExportFile zip(
      Caller caller, Conversations exported, ExportFormat format, ZoneId timeZone) {
    settings.require(caller, Feature.EXPORT);
    LocalDate today = LocalDate.ofInstant(clock.instant(), timeZone);
    Profile profile = accounts.profile(caller);
    return new ExportFile(
        "Uru export " + today + ".zip",
        ZIP,
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
          writeAccount(profile, zip);
          if (format == ExportFormat.JSON) {
            writeTogether(caller, exported, zip);
          } else {
            writeEach(caller, exported, format, timeZone, zip);
          }
          zip.finish();
        });
  }

  private static void writeAccount(Profile profile, ZipOutputStream zip) throws IOException {
    JsonObject account =
        Json.createObjectBuilder()
            .add("id", profile.user().id().toString())
            .add("email", profile.user().email())
            .add("displayName", profile.user().displayName())
            .add("role", profile.user().role().wireName())
            .add("createdAt", profile.user().createdAt().toString())
            .add("preferences", profile.preferences())
            .build();
    begin(zip, "account.json", profile.user().createdAt());
    zip.write(account.toString().getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  private void writeTogether(Caller caller, Conversations exported, ZipOutputStream zip)
      throws IOException {
    begin(zip, "conversations.json", clock.instant());
    JsonWriter writer = new JsonWriter(zip);
    exported.forEach(conversation -> write(caller, conversation, ExportFormat.JSON, writer));
    writer.finish();
    zip.closeEntry();
  }

  private void writeEach(
      Caller caller,
      Conversations exported,
      ExportFormat format,
      ZoneId timeZone,
      ZipOutputStream zip)
      throws IOException {
    ExportFileName.Unique names = new ExportFileName.Unique();
    exported.forEach(
        conversation -> {
          String name = names.of(fileName(conversation));
          begin(zip, "conversations/" + name + "." + format.extension(), conversation.updatedAt());
          ConversationWriter writer = writer(format, zip, timeZone);
          write(caller, conversation, format, writer);
          writer.finish();
          zip.closeEntry();
        });
  }

  /** What is done with each conversation. */
  @FunctionalInterface
  private interface Action {
    void on(Conversation conversation) throws IOException;
  }

  /** Which conversations are exported. */
  @FunctionalInterface
  private interface Conversations {
    void forEach(Action action) throws IOException;
  }

  private void forEach(Caller caller, Action action) throws IOException {
    UUID last = null;
    List<Conversation> page;
    do {
      page = conversations.listById(caller, last, CONVERSATIONS_PER_PAGE);
      for (Conversation conversation : page) {
        action.on(conversation);
        last = conversation.id();
      }
    } while (page.size() == CONVERSATIONS_PER_PAGE);
  }

  private void write(
      Caller caller, Conversation conversation, ExportFormat format, ConversationWriter writer)
      throws IOException {
    Set<UUID> shown =
        format == ExportFormat.JSON
            ? null
            : conversations.shownMessageIds(caller, conversation.id());
    writer.begin(conversation);
    UUID after = null;
    do {
      Page<Message> page =
          conversations.messages(caller, conversation.id(), after, MESSAGES_PER_PAGE);
      for (Message message : page.items()) {
        if (shown == null || shown.contains(message.id())) {
          writer.message(message);
        }
      }
      after = page.nextCursor() == null ? null : UUID.fromString(page.nextCursor());
    } while (after != null);
    writer.end();
  }

  private static void begin(ZipOutputStream zip, String name, Instant changedAt)
      throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(LocalDateTime.ofInstant(changedAt, ZoneOffset.UTC));
    zip.putNextEntry(entry);
  }

  private static String fileName(Conversation conversation) {
    return ExportFileName.of(ConversationTitle.of(conversation));
  }

  private static ConversationWriter writer(ExportFormat format, OutputStream out, ZoneId timeZone) {
    if (format == ExportFormat.JSON) {
      return new JsonWriter(out);
    }
    Writer text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    MessageHeading heading = new MessageHeading(timeZone);
    return switch (format) {
      case MARKDOWN -> new MarkdownWriter(text, heading);
      case HTML -> new HtmlWriter(text, heading);
      default -> new TextWriter(text, heading);
    };
  }
}
