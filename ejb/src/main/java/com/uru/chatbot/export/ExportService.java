package com.uru.chatbot.export;

import com.uru.chatbot.conversation.Conversation;
import com.uru.chatbot.conversation.ConversationService;
import com.uru.chatbot.identity.account.AccountService;
import com.uru.chatbot.identity.account.Profile;
import com.uru.chatbot.settings.BudgetLimits;
import com.uru.chatbot.settings.CurrentSettings;
import com.uru.chatbot.settings.Feature;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.usage.Quotas;
import com.uru.chatbot.usage.Transfer;
import com.uru.chatbot.usage.TransferPermits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Exports what a caller owns. What is deleted meanwhile breaks the file off. */
@ApplicationScoped
public class ExportService {
  /** The most conversations of a selection. */
  public static final int MAX_SELECTED = 1_000;

  private static final String ZIP = "application/zip";

  private ConversationService conversations;
  private AccountService accounts;
  private CurrentSettings settings;
  private TransferPermits permits;
  private Quotas quotas;
  private Clock clock;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected ExportService() {}

  @Inject
  public ExportService(
      ConversationService conversations,
      AccountService accounts,
      CurrentSettings settings,
      TransferPermits permits,
      Quotas quotas,
      Clock clock) {
    this.conversations = conversations;
    this.accounts = accounts;
    this.settings = settings;
    this.permits = permits;
    this.quotas = quotas;
    this.clock = clock;
  }

  /**
   * Admits the writing of an export, until the permit is closed.
   *
   * @throws com.uru.chatbot.shared.DomainException {@code RATE_LIMITED} if the caller writes one,
   *     has written too many in the last hour, or too many users do
   */
  public TransferPermits.Permit begin(Caller caller) {
    return permits.acquire(caller, Transfer.EXPORT);
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
          new ConversationReader(conversations, caller)
              .one(conversation, (read, messages) -> write(read, messages, format, writer));
          writer.finish();
        });
  }

  /**
   * Returns a ZIP file with the account and all conversations: in one file as JSON, in one file
   * each in the other formats.
   */
  public ExportFile everything(Caller caller, ExportFormat format, ZoneId timeZone) {
    ConversationReader reader = new ConversationReader(conversations, caller);
    return zip(caller, reader::everything, format, timeZone);
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
    Set<UUID> selected = Set.copyOf(ids);
    conversations.requireAll(caller, selected);
    ConversationReader reader = new ConversationReader(conversations, caller);
    return zip(caller, action -> reader.selection(selected, action), format, timeZone);
  }

  private ExportFile zip(
      Caller caller, Conversations exported, ExportFormat format, ZoneId timeZone) {
    settings.require(caller, Feature.EXPORT);
    LocalDate today = LocalDate.ofInstant(clock.instant(), timeZone);
    Profile profile = accounts.profile(caller);
    JsonObject account = account(profile, quotas.own(caller));
    return new ExportFile(
        "Uru export " + today + ".zip",
        ZIP,
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
          begin(zip, "account.json", profile.user().createdAt());
          zip.write(account.toString().getBytes(StandardCharsets.UTF_8));
          zip.closeEntry();
          if (format == ExportFormat.JSON) {
            writeTogether(exported, zip);
          } else {
            writeEach(exported, format, timeZone, zip);
          }
          zip.finish();
        });
  }

  private static JsonObject account(Profile profile, BudgetLimits ownBudget) {
    return Json.createObjectBuilder()
        .add("id", profile.user().id().toString())
        .add("email", profile.user().email())
        .add("displayName", profile.user().displayName())
        .add("role", profile.user().role().wireName())
        .add("createdAt", profile.user().createdAt().toString())
        .add("preferences", profile.preferences())
        .add(
            "ownBudget",
            Json.createObjectBuilder()
                .add("tokensPerDay", number(ownBudget.tokensPerDay()))
                .add("tokensPerMonth", number(ownBudget.tokensPerMonth()))
                .add("costPerDay", number(ownBudget.costPerDay()))
                .add("costPerMonth", number(ownBudget.costPerMonth())))
        .build();
  }

  private static JsonValue number(@Nullable Number limit) {
    return limit == null ? JsonValue.NULL : Json.createValue(new BigDecimal(limit.toString()));
  }

  private void writeTogether(Conversations exported, ZipOutputStream zip) throws IOException {
    begin(zip, "conversations.json", clock.instant());
    JsonWriter writer = new JsonWriter(zip);
    exported.forEach(
        (conversation, messages) -> write(conversation, messages, ExportFormat.JSON, writer));
    writer.finish();
    zip.closeEntry();
  }

  private static void writeEach(
      Conversations exported, ExportFormat format, ZoneId timeZone, ZipOutputStream zip)
      throws IOException {
    ExportFileName.Unique names = new ExportFileName.Unique();
    exported.forEach(
        (conversation, messages) -> {
          String name = names.of(fileName(conversation));
          begin(zip, "conversations/" + name + "." + format.extension(), conversation.updatedAt());
          ConversationWriter writer = writer(format, zip, timeZone);
          write(conversation, messages, format, writer);
          writer.finish();
          zip.closeEntry();
        });
  }

  /** Which conversations are exported. */
  @FunctionalInterface
  private interface Conversations {
    void forEach(ConversationReader.Action action) throws IOException;
  }

  private static void write(
      Conversation conversation,
      ConversationReader.Messages messages,
      ExportFormat format,
      ConversationWriter writer)
      throws IOException {
    writer.begin(conversation);
    if (format == ExportFormat.JSON) {
      messages.all(writer::message);
    } else {
      messages.shown(writer::message);
    }
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
