package com.uru.chatbot.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.uru.chatbot.conversation.Conversation;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import jakarta.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are not as they should be. */
class ImportFilesTest {
  private static final String QUESTION = question(new UUID(8, 1), "null");

  @TempDir private Path directory;
  private ImportFixture here = new ImportFixture(Path.of(""));

  @BeforeEach
  void start() {
    here = new ImportFixture(directory);
  }

  private static String question(UUID id, String parent) {
    return """
        {"id": "%s", "parentId": %s, "role": "user", "status": "completed", "model": null,
         "finishReason": null, "systemPrompt": null, "createdAt": "2026-11-28T12:00:00Z",
         "parts": [{"type": "text", "text": "Why?"}], "usage": null, "error": null}"""
        .formatted(id, parent);
  }

  private static String conversation(UUID id, String messages) {
    return """
        {"id": "%s", "title": "Bread", "titleSource": "user", "model": "gpt-4o",
         "systemPrompt": null, "pinned": false, "archived": false, "headMessageId": null,
         "createdAt": "2026-11-28T12:00:00Z", "updatedAt": "2026-11-28T12:00:00Z",
         "messages": [%s]}"""
        .formatted(id, messages);
  }

  private static String export(String... conversations) {
    return "{\"format\": \"uru-conversations\", \"version\": 1, \"conversations\": ["
        + String.join(",", conversations)
        + "]}";
  }

  private static final String GOOD = export(conversation(new UUID(9, 1), QUESTION));

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] head(byte[] file, int length) {
    return Arrays.copyOf(file, length);
  }

  private static byte[] bomb() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("picture.png"));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 100; i++) {
        zip.write(zeros);
      }
      zip.closeEntry();
      zip.putNextEntry(new ZipEntry("conversations.json"));
      zip.write(bytes(GOOD));
      zip.closeEntry();
    }
    return bytes.toByteArray();
  }

  private static byte[] manyEntries() {
    return ImportFixture.zip(
        IntStream.rangeClosed(0, 20_000)
            .boxed()
            .collect(Collectors.toMap(i -> i + ".png", i -> new byte[0])));
  }

  /** Says that its only entry has 4 GB when it is unpacked. */
  private static byte[] claiming4Gb() {
    byte[] zip = ImportFixture.zipOf("conversations.json", GOOD);
    int directory = new String(zip, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
    Arrays.fill(zip, directory + 24, directory + 28, (byte) 0xFF);
    return zip;
  }

  static Stream<Arguments> refused() throws IOException {
    byte[] zip =
        ImportFixture.zipOf("conversations.json", export(conversation(new UUID(9, 1), "")));
    byte[] broken = zip.clone();
    broken[60] ^= 0x55;
    return Stream.of(
        Arguments.of("an empty file", new byte[0], "empty"),
        Arguments.of("blanks", bytes("  \n"), "incomplete"),
        Arguments.of("a text", bytes("Hello"), "not well-formed JSON in line 1"),
        Arguments.of("other JSON", bytes("{\"a\": [1, 2]}"), "neither an export"),
        Arguments.of("a number", bytes("17"), "neither an export"),
        Arguments.of("other JSON in an array", bytes("[1, 2]"), "neither an export"),
        Arguments.of(
            "another version",
            bytes(GOOD.replace("\"version\": 1", "\"version\": 2")),
            "version 2"),
        Arguments.of("a truncated file", head(bytes(GOOD), GOOD.length() - 3), "incomplete"),
        Arguments.of("a truncated message", head(bytes(GOOD), 400), "incomplete"),
        Arguments.of("something behind it", bytes(GOOD + "x"), "not well-formed"),
        Arguments.of("UTF-16", GOOD.getBytes(StandardCharsets.UTF_16), "not in UTF-8"),
        Arguments.of(
            "Windows-1252",
            GOOD.replace("Bread", "Brötchen").getBytes(Charset.forName("windows-1252")),
            "not in UTF-8"),
        Arguments.of(
            "deep nesting",
            bytes(GOOD.replace("\"title\"", "\"x\": " + "[".repeat(90_000) + ", \"title\"")),
            "nested more than"),
        Arguments.of(
            "a value without an end",
            bytes(GOOD.replace("Why?", "y".repeat(9_000_000))),
            "longer than 8,000,000"),
        Arguments.of("a truncated ZIP file", head(zip, zip.length - 30), "incomplete"),
        Arguments.of("a ZIP file that is cut in an entry", head(zip, 90), "incomplete"),
        Arguments.of("a damaged ZIP file", broken, "damaged"),
        Arguments.of("an empty ZIP file", ImportFixture.zip(Map.of()), "empty"),
        Arguments.of(
            "a ZIP file of something else",
            ImportFixture.zipOf("a.txt", "a"),
            "no conversations.json"),
        Arguments.of(
            "a ZIP file in a ZIP file",
            ImportFixture.zip(Map.of("export.zip", zip)),
            "another ZIP file in it"),
        Arguments.of("a decompression bomb", bomb(), "too large when it is unpacked"),
        Arguments.of("too many entries", manyEntries(), "more than 20,000 entries"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void areRefusedWithOneLineAndChangeNothing(String what, byte[] file, String reason) {
    assertThatThrownBy(() -> here.importFile(here.ada, file))
        .as(what)
        .isInstanceOfSatisfying(
            DomainException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ProblemCode.VALIDATION_FAILED);
              assertThat(refusal.detail()).contains(reason).doesNotContain("\n");
            });
    assertThat(here.stored.listById(here.ada, null, 10)).isEmpty();
  }

  @Test
  void areBelievedNothingAboutTheirSize() throws IOException {
    assertThat(here.importFile(here.ada, claiming4Gb())).hasSize(1);
  }

  @Test
  void mayHaveAnyPathsInThem() throws IOException {
    byte[] file =
        ImportFixture.zipOf(
            "../../etc/passwd", "root", "C:\\Windows\\x\\conversations.json", GOOD, "a/b/", "");

    assertThat(here.importFile(here.ada, file))
        .extracting(ImportItem::status)
        .containsExactly(ImportStatus.IMPORTED);
  }

  @Test
  void mayHaveAByteOrderMarkAndUnknownMembers() throws IOException {
    String file =
        "\uFEFF" + GOOD.replace("\"pinned\"", "\"colour\": {\"a\": [[1e999999999]]}, \"pinned\"");

    assertThat(here.importFile(here.ada, file)).hasSize(1);
  }

  private static String updatedAt(String time, UUID id) {
    return conversation(id, "")
        .replace("\"updatedAt\": \"2026-11-28T12:00:00Z\"", "\"updatedAt\": \"" + time + "\"");
  }

  @Test
  void mayHaveConversationsThatWouldBeDeletedWithinADay() throws IOException {
    here.settings.set(
        here.ada.tenantId(), Json.createObjectBuilder().add("retentionDays", 30).build());
    String file =
        export(
            updatedAt("2026-10-30T12:00:00Z", new UUID(9, 1)),
            updatedAt("2026-10-30T12:00:01Z", new UUID(9, 2)));
    List<ImportItem> planned = here.plan(here.ada, file).items();

    assertThat(planned)
        .extracting(ImportItem::status)
        .containsExactly(ImportStatus.REFUSED, ImportStatus.IMPORTED);
    assertThat(planned.get(0).problem()).contains("no question for 30 days");
    assertThat(here.importFile(here.ada, file)).isEqualTo(planned);
    assertThat(here.stored.listById(here.ada, null, 10))
        .extracting(Conversation::id)
        .containsExactly(new UUID(9, 2));
  }

  @Test
  void areImportedAsFarAsThereIsRoom() throws IOException {
    here.settings.set(
        here.ada.tenantId(),
        Json.createObjectBuilder()
            .add("userConversations", 3)
            .add("userStorageMegabytes", 1)
            .build());
    String file =
        export(
            conversation(new UUID(9, 1), ""),
            conversation(new UUID(9, 2), question(new UUID(8, 2), "null")),
            conversation(new UUID(9, 3), ""),
            conversation(new UUID(9, 4), ""));
    here.importFile(here.ada, export(conversation(new UUID(9, 1), "")));
    here.storage.set(here.ada.userId(), 999_997, 1);

    List<ImportItem> items = here.importFile(here.ada, file);

    assertThat(items)
        .extracting(ImportItem::status)
        .containsExactlyInAnyOrder(
            ImportStatus.EXISTS,
            ImportStatus.REFUSED,
            ImportStatus.IMPORTED,
            ImportStatus.IMPORTED);
    assertThat(items.get(1).problem()).contains("of the 1 MB");
    here.storage.set(here.ada.userId(), 0, 3);
    assertThat(here.plan(here.ada, export(conversation(new UUID(9, 5), ""))).items().get(0))
        .satisfies(
            item -> {
              assertThat(item.status()).isEqualTo(ImportStatus.REFUSED);
              assertThat(item.problem()).contains("3 of the 3 conversations");
            });
  }

  static Stream<Arguments> invalid() {
    UUID id = new UUID(9, 7);
    String good = conversation(id, QUESTION);
    return Stream.of(
        Arguments.of(good.replace(id.toString(), "17"), "not a UUID"),
        Arguments.of(good.replace("\"user\", \"model\"", "17, \"model\""), "titleSource"),
        Arguments.of(good.replace("Bread", "B".repeat(201)), "title is longer"),
        Arguments.of(good.replace("Bread", "\\ud800"), "cannot be stored"),
        Arguments.of(good.replace("Why?", "\\u0000"), "cannot be stored"),
        Arguments.of(good.replace("Why?", "\\udc00\\ud83d"), "cannot be stored"),
        Arguments.of(good.replace("\"pinned\": false,", ""), "pinned is missing"),
        Arguments.of(good.replace("\"archived\": false", "\"archived\": 0"), "archived"),
        Arguments.of(good.replace("2026-11-28T12:00:00Z", "yesterday"), "createdAt is not a time"),
        Arguments.of(
            good.replace("2026-11-28T12:00:00Z", "+100000-01-01T00:00:00Z"),
            "createdAt is not a time"),
        Arguments.of(
            good.replace("\"headMessageId\": null", "\"headMessageId\": \"" + id + "\""),
            "shown branch is missing"),
        Arguments.of(good.replace("\"completed\"", "\"failed\""), "not completed"),
        Arguments.of(good.replace("\"completed\"", "\"lost\""), "unknown status"),
        Arguments.of(good.replace("\"messages\"", "\"others\""), "no list of messages"),
        Arguments.of(conversation(id, QUESTION + "," + QUESTION), "same id"),
        Arguments.of(conversation(id, "7"), "something else"),
        Arguments.of(
            conversation(id, question(new UUID(8, 2), "\"" + new UUID(8, 3) + "\"")),
            "before the one it continues"),
        Arguments.of(
            good.replace("\"usage\": null", "\"usage\": {\"promptTokens\": -1}"), "out of range"),
        Arguments.of(
            good.replace("\"usage\": null", "\"usage\": {\"promptTokens\": 1e999999999}"),
            "promptTokens"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("invalid")
  void refuseOneConversationAndImportTheOthers(String invalid, String reason) throws IOException {
    List<ImportItem> items =
        here.importFile(
            here.ada,
            export(
                conversation(new UUID(9, 1), QUESTION),
                invalid,
                conversation(new UUID(9, 2), question(new UUID(8, 9), "null"))));

    assertThat(items).hasSize(3);
    ImportItem refused =
        items.stream().filter(item -> item.status() == ImportStatus.REFUSED).findFirst().get();
    assertThat(refused.problem()).contains(reason);
    assertThat(refused.conversationId()).isNull();
    assertThat(here.stored.listById(here.ada, null, 10)).hasSize(2);
  }

  @Test
  void importAnAnswerThatWasBeingWrittenAsInterrupted() throws IOException {
    String answer =
        question(new UUID(8, 2), "\"" + new UUID(8, 1) + "\"")
            .replace("\"user\"", "\"assistant\"")
            .replace("\"completed\"", "\"streaming\"");

    here.importFile(here.ada, export(conversation(new UUID(9, 1), QUESTION + "," + answer)));

    assertThat(here.stored.messages(here.ada, new UUID(9, 1), null, 10))
        .extracting(message -> message.status().wireName())
        .containsExactly("completed", "interrupted");
  }

  @Test
  void importOneOfTwoWithTheSameId() throws IOException {
    String twice = conversation(new UUID(9, 1), QUESTION);

    assertThat(here.plan(here.ada, export(twice, twice)).items())
        .extracting(ImportItem::problem)
        .containsExactly(null, "It is in the file twice.");
    assertThat(here.stored.listById(here.ada, null, 10)).isEmpty();
  }
}
