package com.uru.chatbot.importing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.conversation.Conversation;
import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessagePart;
import com.uru.chatbot.tenant.Caller;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatGptImportTest {
  @TempDir private Path directory;
  private ImportFixture here = new ImportFixture(Path.of(""));

  @BeforeEach
  void start() {
    here = new ImportFixture(directory);
  }

  private static String node(String id, String parent, String message) {
    return "\"%s\": {\"id\": \"%s\", \"parent\": %s, \"children\": [\"missing\"], \"message\": %s}"
        .formatted(id, id, parent.isEmpty() ? "null" : "\"" + parent + "\"", message);
  }

  private static String message(String role, String content, String more) {
    return """
        {"author": {"role": "%s", "name": null}, "content": %s, "weight": 1.0%s}"""
        .formatted(role, content, more);
  }

  private static String text(String role, String text) {
    return text(role, text, "");
  }

  private static String text(String role, String text, String more) {
    return message(role, "{\"content_type\": \"text\", \"parts\": [\"" + text + "\"]}", more);
  }

  private static String conversation(String currentNode, String... nodes) {
    return """
        {"id": "c-1", "conversation_id": "c-1", "title": "Bread\\u0000\\ud800", "create_time": 1700000000.123456,
         "update_time": 1700000100.5, "is_archived": true, "default_model_slug": "gpt-4o",
         "current_node": "%s", "gizmo_id": null, "mapping": {%s}}"""
        .formatted(currentNode, String.join(",", nodes));
  }

  private Conversation importOne(String conversation) throws IOException {
    List<ImportItem> items = here.importFile(here.ada, "[" + conversation + "]");
    assertThat(items).extracting(ImportItem::status).containsExactly(ImportStatus.IMPORTED);
    return here.stored.listById(here.ada, null, 10).get(0);
  }

  private List<Message> messages(Caller caller) {
    Conversation only = here.stored.listById(caller, null, 10).get(0);
    return here.stored.messages(caller, only.id(), null, 1_000);
  }

  private String tree() {
    Map<UUID, Message> byId =
        messages(here.ada).stream().collect(Collectors.toMap(Message::id, Function.identity()));
    return messages(here.ada).stream()
        .map(
            message ->
                (message.parentId() == null
                        ? ""
                        : requireNonNull(byId.get(message.parentId())).text() + " > ")
                    + message.text())
        .collect(Collectors.joining(" | "));
  }

  @Test
  void keepsBranchesTimesModelsAndTheShownBranch() throws IOException {
    Conversation conversation =
        importOne(
            conversation(
                "a1",
                node("root", "", "null"),
                node("q", "root", text("user", "Why?", ", \"create_time\": 1700000001.5")),
                node("a2", "q", text("assistant", "Gas.", ", \"create_time\": 1700000003")),
                node(
                    "a1",
                    "q",
                    text(
                        "assistant",
                        "Yeast.",
                        ", \"create_time\": 1700000002, \"metadata\": {\"model_slug\": \"gpt-5\"}"))));

    assertThat(conversation.title()).isEqualTo("Bread\uFFFD\uFFFD");
    assertThat(conversation.archived()).isTrue();
    assertThat(conversation.model()).isEqualTo("gpt-4o");
    assertThat(conversation.createdAt()).isEqualTo(Instant.parse("2023-11-14T22:13:20.123456Z"));
    assertThat(conversation.updatedAt()).isEqualTo(Instant.parse("2023-11-14T22:15:00.500Z"));
    assertThat(tree()).isEqualTo("Why? | Why? > Yeast. | Why? > Gas.");
    Message yeast = messages(here.ada).get(1);
    assertThat(yeast.model()).isEqualTo("gpt-5");
    assertThat(yeast.createdAt()).isEqualTo(Instant.parse("2023-11-14T22:13:22Z"));
    assertThat(conversation.headMessageId()).isEqualTo(yeast.id());
  }

  @Test
  void leavesOutWhatIsNotShownAndKeepsWhatFollowsIt() throws IOException {
    importOne(
        conversation(
            "a",
            node("root", "", "null"),
            node("s", "root", text("system", "You are ChatGPT")),
            node(
                "h",
                "s",
                text(
                    "user",
                    "Profile",
                    ", \"metadata\": {\"is_visually_hidden_from_conversation\": true}")),
            node(
                "c",
                "h",
                message(
                    "user",
                    "{\"content_type\": \"user_editable_context\", \"user_profile\": \"x\"}",
                    "")),
            node("q", "c", text("user", "Weather?")),
            node("call", "q", text("assistant", "search()", ", \"recipient\": \"web\"")),
            node("tool", "call", text("tool", "Sunny, 20 degrees")),
            node("a", "tool", text("assistant", "Sunny."))));

    assertThat(tree()).isEqualTo("Weather? | Weather? > Sunny.");
  }

  @Test
  void makesOneAnswerOfItsPiecesWithWhatTheModelThought() throws IOException {
    importOne(
        conversation(
            "a2",
            node("q", "", text("user", "Why?")),
            node(
                "t",
                "q",
                message(
                    "assistant",
                    "{\"content_type\": \"thoughts\", \"thoughts\":"
                        + " [{\"summary\": \"Biology\", \"content\": \"Yeast eats sugar.\"}]}",
                    "")),
            node(
                "r",
                "t",
                message(
                    "assistant",
                    "{\"content_type\": \"reasoning_recap\", \"content\": \"Thought for 8s\"}",
                    ", \"metadata\": {\"finished_duration_sec\": 8}")),
            node("a1", "r", text("assistant", "Let me look.")),
            node("call", "a1", text("assistant", "search()", ", \"recipient\": \"web\"")),
            node("a2", "call", text("assistant", "Yeast."))));

    Message answer = messages(here.ada).get(1);
    assertThat(messages(here.ada)).hasSize(2);
    assertThat(answer.parts())
        .containsExactly(
            new MessagePart.Reasoning("**Biology**\n\nYeast eats sugar.", 8),
            new MessagePart.Text("Let me look."),
            new MessagePart.Text("\n\nYeast."));
  }

  @Test
  void namesPicturesAndRecordingsThatItLeavesOut() throws IOException {
    List<ImportItem> items =
        here.importFile(
            here.ada,
            "["
                + conversation(
                    "q",
                    node(
                        "q",
                        "",
                        message(
                            "user",
                            """
                            {"content_type": "multimodal_text", "parts": [
                              {"content_type": "image_asset_pointer", "asset_pointer": "file://x"},
                              {"content_type": "audio_transcription", "text": "What is it?"},
                              {"content_type": "audio_asset_pointer", "format": "wav"},
                              "Tell me"]}""",
                            "")))
                + "]");

    assertThat(tree()).isEqualTo("[Picture, not imported]\n\nWhat is it?\n\nTell me");
    assertThat(items.get(0).problem())
        .isEqualTo("Without 1 picture and 1 recording, which are not in the text.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "It rose\\ue200cite\\ue202turn0search1\\ue201.;It rose ([Bread](https://a.example)).",
        "It rose\\ue200cite\\ue202turn0search9\\ue201.;It rose.",
        "In \\ue200entity\\ue202[\\\"city\\\",\\\"Paris\\\",\\\"x\\\"]\\ue201 today;In Paris today",
        "It rose【12†L1-L3】.;It rose.",
        "Half \\ue200cite;Half cite",
        "Bad \\ud83d and \\u0000;Bad \uFFFD and \uFFFD"
      })
  void makesLinksOfSourcesAndDropsWhatCannotBeShown(String raw, String shown) throws IOException {
    importOne(
        conversation(
            "a",
            node("q", "", text("user", "Why?")),
            node(
                "a",
                "q",
                text(
                    "assistant",
                    raw,
                    ", \"metadata\": {\"content_references\": [{\"matched_text\":"
                        + " \"\\ue200cite\\ue202turn0search1\\ue201\", \"alt\":"
                        + " \" ([Bread](https://a.example))\", \"items\": [{}]}]}"))));

    assertThat(messages(here.ada).get(1).text()).isEqualTo(shown);
  }

  @Test
  void readsAllPartsOfADividedExportAndFindsThemAgain() throws IOException {
    String second = conversation("q", node("q", "", text("user", "Two"))).replace("c-1", "c-2");
    byte[] zip =
        ImportFixture.zipOf(
            "user.json",
            "{}",
            "export/conversations-000.json",
            "[" + conversation("q", node("q", "", text("user", "One"))) + "]",
            "export/conversations-001.json",
            "[" + second + "]",
            "chat.html",
            "<html>");

    assertThat(here.importFile(here.ada, zip))
        .extracting(ImportItem::source)
        .containsExactly("c-1", "c-2");
    assertThat(here.importFile(here.ada, zip))
        .extracting(ImportItem::status)
        .containsOnly(ImportStatus.EXISTS);
    assertThat(here.importFile(here.bob, zip))
        .extracting(ImportItem::status)
        .containsOnly(ImportStatus.IMPORTED);
  }

  @Test
  void importsLongBranches() throws IOException {
    StringBuilder nodes = new StringBuilder(node("n0", "", text("user", "0")));
    for (int i = 1; i < 20_000; i++) {
      nodes
          .append(',')
          .append(node("n" + i, "n" + (i - 1), text(i % 2 == 0 ? "user" : "assistant", "" + i)));
    }

    Conversation conversation = importOne(conversation("n19999", nodes.toString()));

    assertThat(conversation.messageCount()).isEqualTo(20_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{};It has no id.",
        "{\"id\": \"x\"};It has no messages.",
        "{\"id\": \"x\", \"mapping\": {\"a\": 7}};It has no messages that can be shown.",
        "{\"id\": \"x\", \"mapping\": {\"a\": {\"parent\": \"b\"}, \"b\": {\"parent\": \"a\"}}};"
            + "Its messages are not a tree."
      })
  void saysWhyAConversationCannotBeImported(String conversation, String reason) throws IOException {
    assertThat(here.importFile(here.ada, "[" + conversation + "]"))
        .extracting(ImportItem::problem)
        .containsExactly(reason);
  }
}
