package com.uru.chatbot.export;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.uru.chatbot.conversation.Conversation;
import com.uru.chatbot.conversation.ConversationService;
import com.uru.chatbot.conversation.CreateConversation;
import com.uru.chatbot.conversation.InMemoryConversations;
import com.uru.chatbot.conversation.Message;
import com.uru.chatbot.conversation.MessagePart;
import com.uru.chatbot.conversation.MessageProblem;
import com.uru.chatbot.conversation.MessageStatus;
import com.uru.chatbot.conversation.TitleSource;
import com.uru.chatbot.identity.account.AccountService;
import com.uru.chatbot.identity.account.Profile;
import com.uru.chatbot.identity.user.User;
import com.uru.chatbot.identity.user.UserStatus;
import com.uru.chatbot.model.FinishReason;
import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.model.TenantModels;
import com.uru.chatbot.model.TokenUsage;
import com.uru.chatbot.settings.BudgetLimits;
import com.uru.chatbot.settings.InMemorySettings;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.tenant.Caller;
import com.uru.chatbot.tenant.Role;
import com.uru.chatbot.tenant.Tenant;
import com.uru.chatbot.usage.InMemoryStorage;
import com.uru.chatbot.usage.InMemoryTransferLeases;
import com.uru.chatbot.usage.Quotas;
import com.uru.chatbot.usage.RateLimits;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExportServiceTest {
  private static final UUID TENANT = UUID.randomUUID();
  private static final Instant NOON = Instant.parse("2026-11-28T12:00:00.123456Z");
  private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private final Caller ada = Caller.onBehalfOf(TENANT, UUID.randomUUID());
  private final Caller bob = Caller.onBehalfOf(TENANT, UUID.randomUUID());
  private final List<Integer> readTogether = new ArrayList<>();
  private final InMemoryConversations stored =
      new InMemoryConversations() {
        @Override
        public synchronized List<Message> allMessages(
            Caller caller, Collection<UUID> conversationIds) {
          readTogether.add(conversationIds.size());
          return super.allMessages(caller, conversationIds);
        }
      };
  private final ConversationService conversations =
      new ConversationService(
          stored,
          new TenantModels(ModelCatalog.builtIn(CLOCK), new InMemorySettings().current()),
          new InMemorySettings().current(),
          InMemoryStorage.empty(new InMemorySettings().current(), CLOCK),
          CLOCK);

  private final AccountService accounts =
      new AccountService() {
        @Override
        public Profile profile(Caller caller) {
          Tenant tenant = new Tenant(TENANT, "Example");
          return new Profile(
              new User(
                  caller.userId(),
                  tenant,
                  "ada@example.org",
                  "Ada",
                  Role.USER,
                  UserStatus.ACTIVE,
                  NOON),
              Json.createObjectBuilder().add("theme", "dark").build());
        }
      };

  private final ExportService exports =
      new ExportService(
          conversations,
          accounts,
          new InMemorySettings().current(),
          InMemoryTransferLeases.permits(new RateLimits(1, 1, 3, 1)),
          new Quotas() {
            @Override
            public BudgetLimits own(Caller caller) {
              return new BudgetLimits(null, 5_000L, new BigDecimal("1.50"), null);
            }
          },
          CLOCK);

  /** A question with two answers, of which the second is shown. */
  private final class Bread {
    private final UUID id = UUID.fromString("0199c000-0000-7000-8000-00000000b4ea");
    private final Message question =
        Message.ofUser(UUID.randomUUID(), id, null, "Why # rise?", NOON);
    private final Message first = answer("Yeast.").ended("Yeast.", MessageStatus.COMPLETED);
    private final Message second;

    Bread(String text) {
      second =
          answer(text)
              .ended(
                  List.of(new MessagePart.Reasoning("**Biology**", 12), new MessagePart.Text(text)),
                  MessageStatus.STOPPED)
              .withBill(FinishReason.STOP, new TokenUsage(9, 1, 2, 30, 4));
      store(second);
    }

    Bread(Message second) {
      this.second = second;
      store(second);
    }

    private void store(Message shown) {
      stored.add(
          ada,
          Conversation.begin(id, "gpt-4o", NOON)
              .title("Bread & <butter>", TitleSource.USER)
              .systemPrompt("Be *brief*.")
              .head(shown.id())
              .messageCount(3)
              .build(),
          new byte[0]);
      stored.addMessages(ada, List.of(question, first, shown));
    }

    private Message answer(String text) {
      return Message.ofAssistant(UUID.randomUUID(), id, question.id(), "gpt-4o", NOON)
          .ended(text, MessageStatus.COMPLETED);
    }
  }

  private String export(Caller caller, UUID id, ExportFormat format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    exports.conversation(caller, id, format, BERLIN).content().writeTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static JsonObject json(@Nullable String text) {
    try (JsonReader reader = Json.createReader(new StringReader(requireNonNull(text)))) {
      return reader.readObject();
    }
  }

  private Map<String, String> unzip(ExportFile file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    file.content().writeTo(out);
    Map<String, String> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(out.toByteArray()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return entries;
  }

  @Test
  void writesAllBranchesAsJsonWithEveryMember() throws IOException {
    Bread bread = new Bread("It *rises*.");

    JsonObject document = json(export(ada, bread.id, ExportFormat.JSON));

    assertThat(document.getString("format")).isEqualTo("uru-conversations");
    assertThat(document.getInt("version")).isEqualTo(1);
    JsonObject conversation = document.getJsonArray("conversations").getJsonObject(0);
    assertThat(conversation.getString("systemPrompt")).isEqualTo("Be *brief*.");
    assertThat(conversation.getString("headMessageId")).isEqualTo(bread.second.id().toString());
    assertThat(conversation.getString("createdAt")).isEqualTo("2026-11-28T12:00:00.123456Z");
    JsonArray messages = conversation.getJsonArray("messages");
    assertThat(messages).hasSize(3);
    assertThat(messages.getJsonObject(2))
        .isEqualTo(
            json(
                """
                {"id": "%s", "parentId": "%s", "role": "assistant", "status": "stopped",
                 "model": "gpt-4o", "finishReason": "stop", "systemPrompt": null,
                 "createdAt": "2026-11-28T12:00:00.123456Z",
                 "parts": [{"type": "reasoning", "summary": "**Biology**", "seconds": 12},
                           {"type": "text", "text": "It *rises*."}],
                 "usage": {"promptTokens": 9, "cachedTokens": 1, "cacheWriteTokens": 2,
                           "completionTokens": 30, "reasoningTokens": 4},
                 "error": null}
                """
                    .formatted(bread.second.id(), bread.question.id())));
  }

  @Test
  void writesTheMembersThatTheSchemaRequires() throws IOException {
    Bread bread = new Bread("It *rises*.");
    JsonObject schema = json(Files.readString(Path.of("../docs/export.schema.json")));

    JsonObject document = json(export(ada, bread.id, ExportFormat.JSON));

    assertThat(document.keySet()).isEqualTo(required(schema, "/required"));
    JsonObject conversation = document.getJsonArray("conversations").getJsonObject(0);
    assertThat(conversation.keySet()).isEqualTo(required(schema, "/$defs/conversation/required"));
    JsonObject message = conversation.getJsonArray("messages").getJsonObject(2);
    assertThat(message.keySet()).isEqualTo(required(schema, "/$defs/message/required"));
    assertThat(message.getJsonObject("usage").keySet())
        .isEqualTo(required(schema, "/$defs/usage/required"));
  }

  private static Set<String> required(JsonObject schema, String pointer) {
    return schema.getValue(pointer).asJsonArray().getValuesAs(JsonString.class).stream()
        .map(JsonString::getString)
        .collect(Collectors.toSet());
  }

  @Test
  void writesTheProblemOfAFailedAnswer() throws IOException {
    UUID conversationId = UUID.fromString("0199c000-0000-7000-8000-00000000b4ea");
    Message failed =
        Message.ofAssistant(UUID.randomUUID(), conversationId, UUID.randomUUID(), "gpt-4o", NOON)
            .withStatus(MessageStatus.FAILED)
            .withProblem(
                new MessageProblem(
                    ProblemCode.PROVIDER_RATE_LIMITED, "Too fast.", Map.of("retryAfter", 3)));
    Bread bread = new Bread(failed);

    assertThat(
            json(export(ada, bread.id, ExportFormat.JSON))
                .getValue("/conversations/0/messages/2/error"))
        .isEqualTo(
            json(
                """
                {"code": "provider_rate_limited", "detail": "Too fast.",
                 "members": {"retryAfter": 3}}
                """));
    assertThat(export(ada, bread.id, ExportFormat.TEXT))
        .contains("\n[This answer failed: Too fast.]\n");
  }

  @Test
  void writesTheShownBranchAsMarkdown() throws IOException {
    Bread bread = new Bread("It *rises*.");

    assertThat(export(ada, bread.id, ExportFormat.MARKDOWN))
        .isEqualTo(
            """
            # Bread \\& \\<butter\\>

            _Begun 2026-11-28 13:00, last changed 2026-11-28 13:00 (Europe/Berlin)_

            <details><summary>Instructions</summary>

            Be *brief*.

            </details>


            ---

            **You** · 2026-11-28 13:00

            Why # rise?

            ---

            **gpt-4o** · 2026-11-28 13:00


            <details><summary>Thought for 12 s</summary>

            **Biology**

            </details>

            It *rises*.

            _This answer was stopped._

            ---

            _End of the conversation._
            """);
  }

  @Test
  void writesTheShownBranchAsText() throws IOException {
    Bread bread = new Bread("It *rises*.");

    assertThat(export(ada, bread.id, ExportFormat.TEXT))
        .isEqualTo(
            """
            Bread & <butter>
            Begun 2026-11-28 13:00, last changed 2026-11-28 13:00 (Europe/Berlin)

            %1$s
            You, 2026-11-28 13:00

            Why # rise?

            %1$s
            gpt-4o, 2026-11-28 13:00

            It *rises*.

            [This answer was stopped.]

            %1$s
            End of the conversation.
            """
                .formatted("-".repeat(72)));
  }

  @Test
  void writesHtmlInWhichNothingOfAnAnswerRunsOrLoads() throws IOException {
    Bread bread =
        new Bread(
            """
            | a | b |
            |---|---|
            | 1 | ~~2~~ |

            - [x] done

            <b>bold</b> ![a picture](https://example.org/p.png) [a link](javascript:void) [data](data:text/html,x) https://example.org
            """);

    String html = export(ada, bread.id, ExportFormat.HTML);

    assertThat(html)
        .startsWith("<!doctype html>")
        .endsWith("</html>\n")
        .contains("<title>Bread &amp; &lt;butter&gt;</title>")
        .contains("default-src 'none'")
        .contains("<div class=\"plain\">Why # rise?</div>")
        .contains("<td><del>2</del></td>")
        .contains("<li>[x] done</li>")
        .contains("&lt;b&gt;bold&lt;/b&gt;")
        .contains("href=\"https://example.org/p.png\">a picture</a>")
        .contains("href=\"https://example.org\">https://example.org</a>")
        .contains("<details><summary>Thought for 12 s</summary>\n<p><strong>Biology</strong></p>")
        .contains("<p class=\"ending\">This answer was stopped.</p>")
        .doesNotContain("<img", "<script", "<b>", "javascript:", "data:", "Yeast.");
  }

  @Test
  void exportsAnAnswerThatIsStillBeingWritten() throws IOException {
    UUID conversationId = UUID.fromString("0199c000-0000-7000-8000-00000000b4ea");
    Message streaming =
        Message.ofAssistant(UUID.randomUUID(), conversationId, UUID.randomUUID(), "gpt-4o", NOON)
            .ended("So far", MessageStatus.STREAMING);
    Bread bread = new Bread(streaming);

    assertThat(export(ada, bread.id, ExportFormat.TEXT))
        .contains("So far\n\n[This answer was still being written when it was exported.]\n");
    assertThat(export(ada, bread.id, ExportFormat.JSON)).contains("\"streaming\"");
  }

  @Test
  void exportsEveryPageOfALongConversation() throws IOException {
    Bread bread = new Bread("Short.");
    @Nullable UUID parent = bread.second.id();
    for (int i = 0; i < 450; i++) {
      Message next = Message.ofUser(UUID.randomUUID(), bread.id, parent, "Number " + i, NOON);
      stored.addMessages(ada, List.of(next));
      parent = next.id();
    }

    JsonObject document = json(export(ada, bread.id, ExportFormat.JSON));

    assertThat(document.getJsonArray("conversations").getJsonObject(0).getJsonArray("messages"))
        .hasSize(453);
  }

  @Test
  void hasOnlyWhatTheCallerOwns() {
    Bread bread = new Bread("Private.");

    assertThatThrownBy(() -> exports.conversation(bob, bread.id, ExportFormat.JSON, BERLIN))
        .isInstanceOfSatisfying(
            DomainException.class,
            refused -> assertThat(refused.code()).isEqualTo(ProblemCode.NOT_FOUND));
  }

  @Test
  void breaksOffWhenTheConversationIsDeletedMeanwhile() {
    Bread bread = new Bread("Deleted.");
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    ExportFile file = exports.conversation(ada, bread.id, ExportFormat.JSON, BERLIN);
    stored.delete(ada, bread.id);

    assertThatThrownBy(() -> file.content().writeTo(written)).isInstanceOf(DomainException.class);
    assertThatThrownBy(() -> json(written.toString(StandardCharsets.UTF_8)))
        .isInstanceOf(JsonException.class);
  }

  @Test
  void packsTheAccountAndAllConversationsIntoOneFile() throws IOException {
    new Bread("Packed.");
    conversations.create(ada, new CreateConversation(null, "bread & <BUTTER>", "gpt-4o", null));

    Map<String, String> entries = unzip(exports.everything(ada, ExportFormat.JSON, BERLIN));

    assertThat(entries).containsOnlyKeys("account.json", "conversations.json");
    assertThat(json(entries.get("account.json")).getString("email")).isEqualTo("ada@example.org");
    assertThat(json(entries.get("conversations.json")).getJsonArray("conversations")).hasSize(2);
    assertThat(unzip(exports.everything(ada, ExportFormat.MARKDOWN, BERLIN)))
        .containsOnlyKeys(
            "account.json",
            "conversations/Bread & butter.md",
            "conversations/bread & BUTTER (2).md");
    assertThat(
            json(
                unzip(exports.everything(bob, ExportFormat.JSON, BERLIN))
                    .get("conversations.json")))
        .containsEntry("conversations", JsonArray.EMPTY_JSON_ARRAY);
  }

  @Test
  void tellsTheBudgetThatThePersonHasSet() throws IOException {
    ExportFile file = exports.everything(ada, ExportFormat.JSON, BERLIN);

    assertThat(json(unzip(file).get("account.json")).getJsonObject("ownBudget"))
        .isEqualTo(
            json(
                """
                {"tokensPerDay": null, "tokensPerMonth": 5000, "costPerDay": 1.50,
                 "costPerMonth": null}
                """));
  }

  private UUID add(int messages) {
    UUID id = UUID.randomUUID();
    List<Message> added = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      added.add(Message.ofUser(UUID.randomUUID(), id, null, id + " " + i, NOON));
    }
    Conversation conversation =
        Conversation.begin(id, "gpt-4o", NOON)
            .title(id.toString(), TitleSource.USER)
            .head(added.isEmpty() ? null : added.get(added.size() - 1).id())
            .messageCount(messages)
            .build();
    stored.add(ada, conversation, new byte[0]);
    stored.addMessages(ada, added);
    return id;
  }

  @Test
  void readsManySmallConversationsTogetherAndALargeOneInPages() throws IOException {
    List<Integer> sizes = new ArrayList<>(Collections.nCopies(150, 2));
    sizes.addAll(List.of(0, 201, 200));
    Map<UUID, Integer> expected = new HashMap<>();
    sizes.forEach(size -> expected.put(add(size), size));

    ExportFile file = exports.everything(ada, ExportFormat.JSON, BERLIN);

    JsonObject document = json(unzip(file).get("conversations.json"));
    Map<UUID, Integer> found = new HashMap<>();
    document
        .getJsonArray("conversations")
        .getValuesAs(JsonObject.class)
        .forEach(
            conversation ->
                found.put(
                    UUID.fromString(conversation.getString("id")),
                    conversation.getJsonArray("messages").size()));
    assertThat(found).isEqualTo(expected);
    assertThat(readTogether).hasSizeLessThan(10);
    assertThat(readTogether.stream().mapToInt(Integer::intValue).sum()).isEqualTo(152);
  }

  @Test
  void showsTheSameBranchOfASmallConversationInAFileAndInAll() throws IOException {
    Bread bread = new Bread("It *rises*.");

    ExportFile file = exports.selection(ada, List.of(bread.id), ExportFormat.TEXT, BERLIN);

    assertThat(unzip(file)).containsValue(export(ada, bread.id, ExportFormat.TEXT));
  }

  @Test
  void namesFilesByTitleAndDay() {
    Bread bread = new Bread("Named.");

    assertThat(exports.conversation(ada, bread.id, ExportFormat.MARKDOWN, BERLIN).name())
        .isEqualTo("Bread & butter.md");
    assertThat(exports.everything(ada, ExportFormat.JSON, BERLIN).name())
        .isEqualTo("Uru export 2026-11-28.zip");
  }

  @Test
  void failsWithItsReader() {
    Bread bread = new Bread("Unread.");
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("gone");
          }
        };

    assertThatThrownBy(
            () ->
                exports
                    .conversation(ada, bread.id, ExportFormat.TEXT, BERLIN)
                    .content()
                    .writeTo(gone))
        .isInstanceOf(IOException.class)
        .hasMessage("gone");
  }
}
