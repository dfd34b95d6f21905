package com.uru.chatbot.importing;

import com.uru.chatbot.conversation.ConversationIntake;
import com.uru.chatbot.conversation.InMemoryConversations;
import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.model.TenantModels;
import com.uru.chatbot.settings.InMemorySettings;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.usage.InMemoryStorage;
import com.uru.chatbot.usage.InMemoryTransferLeases;
import com.uru.chatbot.usage.RateLimits;
import com.uru.chatbot.usage.Storage;
import com.uru.chatbot.usage.TransferPermits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An installation into which files are imported. */
final class ImportFixture {
  static final Instant NOON = Instant.parse("2026-11-28T12:00:00.123456Z");
  static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);
  static final TenantModels MODELS =
      new TenantModels(ModelCatalog.builtIn(CLOCK), new InMemorySettings().current());
  static final TransferPermits TRANSFERS =
      InMemoryTransferLeases.permits(new RateLimits(1, 1, 10, 10));
  private static final UUID TENANT = UUID.fromString("00000000-0000-7000-8000-000000000001");

  final InMemoryConversations stored = new InMemoryConversations();
  final Caller ada = Caller.onBehalfOf(TENANT, new UUID(0, 1));
  final Caller bob = Caller.onBehalfOf(TENANT, new UUID(0, 2));
  final InMemorySettings settings = new InMemorySettings();
  final InMemoryStorage storage = new InMemoryStorage();
  final ImportService imports =
      new ImportService(
          new ConversationIntake(stored, new Storage(settings.current(), storage, CLOCK)),
          MODELS,
          settings.current(),
          TRANSFERS,
          CLOCK);
  private final Path directory;

  ImportFixture(Path directory) {
    this.directory = directory;
  }

  /** Returns what became of the conversations of a file. */
  List<ImportItem> importFile(Caller caller, byte[] file) throws IOException {
    List<ImportItem> items = new ArrayList<>();
    imports.run(caller, plan(caller, file), items::add);
    return items;
  }

  List<ImportItem> importFile(Caller caller, String json) throws IOException {
    return importFile(caller, json.getBytes(StandardCharsets.UTF_8));
  }

  ImportPlan plan(Caller caller, byte[] file) throws IOException {
    Path path = Files.createTempFile(directory, "import", null);
    Files.write(path, file);
    return imports.plan(caller, path);
  }

  ImportPlan plan(Caller caller, String json) throws IOException {
    return plan(caller, json.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] zip(Map<String, byte[]> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A ZIP file with text files; names and texts by turns. */
  static byte[] zipOf(String... namesAndTexts) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      entries.put(namesAndTexts[i], namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    return zip(entries);
  }
}
