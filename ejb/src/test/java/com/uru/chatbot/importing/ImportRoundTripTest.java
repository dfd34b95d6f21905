package com.uru.chatbot.importing;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.conversation.Conversation;
import com.uru.chatbot.conversation.ConversationService;
import com.uru.chatbot.conversation.InMemoryConversations;
import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.export.ExportFormat;
import com.uru.chatbot.export.ExportService;
import com.uru.chatbot.identity.account.AccountService;
import com.uru.chatbot.identity.account.Profile;
import com.uru.chatbot.identity.user.User;
import com.uru.chatbot.identity.user.UserStatus;
import com.uru.chatbot.importing.RandomConversations.Tree;
import com.uru.chatbot.settings.BudgetLimits;
import com.uru.chatbot.settings.InMemorySettings;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.Role;
import com.uru.chatbot.tenant.Tenant;
import com.uru.chatbot.usage.InMemoryStorage;
import com.uru.chatbot.usage.Quotas;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Export, import and export again. */
class ImportRoundTripTest {
  @TempDir private Path directory;

  static Stream<Integer> seeds() {
    return IntStream.range(0, 200).boxed();
  }

  private static ExportService exports(InMemoryConversations stored) {
    AccountService accounts =
        new AccountService() {
          @Override
          public Profile profile(Caller caller) {
            return new Profile(
                new User(
                    caller.userId(),
                    new Tenant(caller.tenantId(), "Example"),
                    "ada@example.org",
                    "Ada",
                    Role.USER,
                    UserStatus.ACTIVE,
                    ImportFixture.NOON),
                JsonValue.EMPTY_JSON_OBJECT);
          }
        };
    return new ExportService(
        new ConversationService(
            stored,
            ImportFixture.MODELS,
            new InMemorySettings().current(),
            InMemoryStorage.empty(new InMemorySettings().current(), ImportFixture.CLOCK),
            ImportFixture.CLOCK),
        accounts,
        new InMemorySettings().current(),
        ImportFixture.TRANSFERS,
        new Quotas() {
          @Override
          public BudgetLimits own(Caller caller) {
            return BudgetLimits.NONE;
          }
        },
        ImportFixture.CLOCK);
  }

  private static byte[] exportOne(ImportFixture here, Caller caller, UUID id) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    exports(here.stored)
        .conversation(caller, id, ExportFormat.JSON, ZoneOffset.UTC)
        .content()
        .writeTo(out);
    return out.toByteArray();
  }

  private static byte[] exportAll(ImportFixture here, Caller caller) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    exports(here.stored)
        .everything(caller, ExportFormat.JSON, ZoneOffset.UTC)
        .content()
        .writeTo(out);
    return out.toByteArray();
  }

  private static void store(ImportFixture here, Tree tree) {
    here.stored.add(here.ada, tree.conversation(), new byte[0]);
    here.stored.addMessages(here.ada, tree.messages());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void givesTheSameBytes(int seed) throws IOException {
    Tree tree = new RandomConversations(seed).next();
    UUID id = tree.conversation().id();
    ImportFixture before = new ImportFixture(directory);
    store(before, tree);
    byte[] file = exportOne(before, before.ada, id);

    ImportFixture after = new ImportFixture(directory);
    List<ImportItem> items = after.importFile(after.ada, file);

    assertThat(items).extracting(ImportItem::status).containsExactly(ImportStatus.IMPORTED);
    assertThat(exportOne(after, after.ada, id)).isEqualTo(file);
    assertThat(after.stored.find(after.ada, id).map(Conversation::messageCount))
        .hasValue(tree.messages().size());
  }

  @Test
  void givesTheSameBytesOfAllConversationsTogether() throws IOException {
    RandomConversations random = new RandomConversations(7);
    ImportFixture before = new ImportFixture(directory);
    for (int i = 0; i < 120; i++) {
      store(before, random.next());
    }
    byte[] file = exportAll(before, before.ada);

    ImportFixture after = new ImportFixture(directory);
    after.importFile(after.ada, file);

    assertThat(exportAll(after, after.ada)).isEqualTo(file);
  }

  @Test
  void importsTheSameFileTwiceOnce() throws IOException {
    ImportFixture here = new ImportFixture(directory);
    store(here, new RandomConversations(1).next());
    byte[] file = exportAll(here, here.ada);

    assertThat(here.importFile(here.ada, file))
        .extracting(ImportItem::status)
        .containsExactly(ImportStatus.EXISTS);
    assertThat(here.stored.listById(here.ada, null, 10)).hasSize(1);
  }

  /** Bob cannot take Ada's ids, and finds what he has imported all the same. */
  @Test
  void givesOtherIdsWhereThoseOfTheFileAreInUse() throws IOException {
    ImportFixture here = new ImportFixture(directory);
    RandomConversations random = new RandomConversations(3);
    for (int i = 0; i < 120; i++) {
      store(here, random.next());
    }
    byte[] file = exportAll(here, here.ada);

    List<ImportItem> first = here.importFile(here.bob, file);
    List<ImportItem> second = here.importFile(here.bob, file);

    assertThat(first)
        .hasSize(120)
        .extracting(ImportItem::status)
        .containsOnly(ImportStatus.IMPORTED);
    assertThat(second).extracting(ImportItem::status).containsOnly(ImportStatus.EXISTS);
    assertThat(second)
        .extracting(ImportItem::conversationId)
        .containsExactlyInAnyOrderElementsOf(
            first.stream().map(ImportItem::conversationId).toList());
    assertThat(texts(here, here.bob)).containsExactlyInAnyOrderElementsOf(texts(here, here.ada));
  }

  private static List<String> texts(ImportFixture here, Caller caller) {
    List<String> texts = new ArrayList<>();
    for (Conversation conversation : here.stored.listById(caller, null, 1000)) {
      for (Message message : here.stored.messages(caller, conversation.id(), null, 1000)) {
        texts.add(conversation.title() + message.parts());
      }
    }
    return texts;
  }

  /** More messages than are read at a time. */
  @Test
  void importsLongConversations() throws IOException {
    ImportFixture before = new ImportFixture(directory);
    UUID id = new UUID(1, 1);
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < 1_700; i++) {
      messages.add(
          Message.ofUser(
              new UUID(2, i),
              id,
              i == 0 ? null : new UUID(2, i - 1),
              "Message " + i,
              ImportFixture.NOON));
    }
    Conversation template = new RandomConversations(0).next().conversation();
    store(
        before,
        new Tree(
            Conversation.begin(id, template.model(), ImportFixture.NOON)
                .title("Long", template.titleSource())
                .pinned(true)
                .archived(true)
                .head(new UUID(2, 1_699))
                .messageCount(1_700)
                .build(),
            messages));
    store(before, new RandomConversations(2).next());
    byte[] file = exportAll(before, before.ada);

    ImportFixture after = new ImportFixture(directory);
    after.importFile(after.ada, file);

    assertThat(exportAll(after, after.ada)).isEqualTo(file);
    assertThat(new String(exportOne(after, after.ada, id), StandardCharsets.UTF_8))
        .contains("Message 1699");
  }
}
