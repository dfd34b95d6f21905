package com.uru.chatbot.dev.system;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(UruSystemExtension.class)
class ImportIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String CHATGPT =
      """
      [{"id": "%s", "title": "From ChatGPT", "create_time": 1700000000.5, "update_time": 1700000009,
        "current_node": "a", "mapping": {
          "root": {"id": "root", "message": null, "parent": null, "children": ["q"]},
          "q": {"id": "q", "parent": "root", "children": ["a"], "message":
            {"author": {"role": "user"}, "create_time": 1700000001,
             "content": {"content_type": "text", "parts": ["Why does bread rise?"]}}},
          "a": {"id": "a", "parent": "q", "children": [], "message":
            {"author": {"role": "assistant"}, "create_time": 1700000002,
             "content": {"content_type": "text", "parts": ["Yeast."]},
             "metadata": {"model_slug": "gpt-4o"}}}}}]
      """;

  private final UruSystem uru;
  private UruClient user;

  ImportIT(UruSystem uru) {
    this.uru = uru;
    user = uru.visitor();
  }

  @BeforeEach
  void signIn() {
    user = uru.newUser();
  }

  /** Conversations whose messages continue any earlier one. */
  private static String export(int conversations, int messages) {
    Random random = new Random(conversations);
    JsonArrayBuilder items = Json.createArrayBuilder();
    for (int i = 0; i < conversations; i++) {
      items.add(conversation(random, messages));
    }
    return Json.createObjectBuilder()
        .add("format", "uru-conversations")
        .add("version", 1)
        .add("conversations", items)
        .build()
        .toString();
  }

  private static JsonObjectBuilder conversation(Random random, int size) {
    List<String> ids = new ArrayList<>();
    JsonArrayBuilder messages = Json.createArrayBuilder();
    for (int i = 0; i < size; i++) {
      String parent = i == 0 ? null : ids.get(Math.max(0, i - 1 - random.nextInt(3)));
      ids.add(UUID.randomUUID().toString());
      messages.add(message(random, ids.get(i), parent));
    }
    return Json.createObjectBuilder()
        .add("id", UUID.randomUUID().toString())
        .add("title", "Brot „süß“ 👩‍👩‍👧 " + random.nextInt())
        .add("titleSource", random.nextBoolean() ? "user" : "auto")
        .add("model", "gpt-4o")
        .add("systemPrompt", "Be *brief*.\n\"Now\"")
        .add("pinned", random.nextBoolean())
        .add("archived", random.nextBoolean())
        .add("headMessageId", ids.get(random.nextInt(size)))
        .add("createdAt", "2024-02-29T23:59:59.123456Z")
        .add("updatedAt", "2025-01-01T00:00:00Z")
        .add("messages", messages);
  }

  private static JsonObjectBuilder message(Random random, String id, @Nullable String parent) {
    boolean answer = parent != null;
    JsonArrayBuilder parts = Json.createArrayBuilder();
    if (answer && random.nextBoolean()) {
      parts.add(
          Json.createObjectBuilder()
              .add("type", "reasoning")
              .add("summary", "**Biology** \u0001")
              .add("seconds", 12));
    }
    parts.add(
        Json.createObjectBuilder()
            .add("type", "text")
            .add("text", "Line \\ 1\n\u2028\"日本語\" " + random.nextInt()));
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("id", id)
            .add("parentId", parent == null ? JsonValue.NULL : Json.createValue(parent))
            .add("role", answer ? "assistant" : "user")
            .add("status", answer ? "failed" : "completed")
            .add("model", answer ? Json.createValue("o1") : JsonValue.NULL)
            .add("finishReason", answer ? Json.createValue("length") : JsonValue.NULL)
            .add("systemPrompt", random.nextBoolean() ? JsonValue.NULL : Json.createValue(""))
            .add("createdAt", "2024-02-29T23:59:59.500Z")
            .add("parts", parts);
    if (!answer) {
      return json.addNull("usage").addNull("error");
    }
    return json.add(
            "usage",
            Json.createObjectBuilder()
                .add("promptTokens", 9)
                .add("cachedTokens", 1)
                .add("cacheWriteTokens", 2)
                .add("completionTokens", Integer.MAX_VALUE)
                .add("reasoningTokens", 0))
        .add(
            "error",
            Json.createObjectBuilder()
                .add("code", "context_length_exceeded")
                .add("detail", "Too long")
                .add("members", Json.createObjectBuilder().add("a", "b").add("contextWindow", 5)));
  }

  private HttpRequest.Builder request(UruClient client, String path) {
    return HttpRequest.newBuilder(URI.create(uru.url() + "/api/v1" + path))
        .header("Authorization", "Bearer " + client.token());
  }

  private JsonObject importBytes(UruClient client, byte[] file, String type, boolean dryRun)
      throws Exception {
    HttpResponse<byte[]> response =
        HTTP.send(
            request(client, "/import?dryRun=" + dryRun)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(file))
                .build(),
            BodyHandlers.ofByteArray());
    assertThat(response.statusCode())
        .as(new String(response.body(), StandardCharsets.UTF_8))
        .isEqualTo(200);
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(response.body()))) {
      return reader.readObject();
    }
  }

  private JsonObject importJson(UruClient client, String file, boolean dryRun) throws Exception {
    return importBytes(client, file.getBytes(StandardCharsets.UTF_8), "application/json", dryRun);
  }

  private byte[] download(UruClient client, String path) throws Exception {
    return HTTP.send(request(client, path).build(), BodyHandlers.ofByteArray()).body();
  }

  private static byte[] conversationsIn(byte[] zipFile) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(zipFile))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals("conversations.json")) {
          return zip.readAllBytes();
        }
      }
    }
    throw new AssertionError("No conversations.json");
  }

  private static JsonObject json(byte @Nullable [] bytes) {
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(requireNonNull(bytes)))) {
      return reader.readObject();
    }
  }

  private static List<String> statuses(JsonObject report) {
    return report.getJsonArray("items").getValuesAs(JsonObject.class).stream()
        .map(item -> item.getString("status"))
        .toList();
  }

  private void deleteAll(UruClient client) {
    for (String state : List.of("active", "archived")) {
      JsonObject page = client.get("/conversations?limit=100&state=" + state).expect(200).json();
      page.getJsonArray("items").getValuesAs(JsonObject.class).stream()
          .map(item -> item.getString("id"))
          .forEach(id -> client.delete("/conversations/" + id).expect(204));
    }
  }

  @Test
  void givesTheSameBytesAfterExportDeletionAndImport() throws Exception {
    String file = export(60, 12);
    importJson(user, file, false);
    byte[] first = download(user, "/me/export");
    assertThat(json(conversationsIn(first)).getJsonArray("conversations"))
        .containsExactlyInAnyOrderElementsOf(
            json(file.getBytes(StandardCharsets.UTF_8)).getJsonArray("conversations"));
    deleteAll(user);
    assertThat(json(conversationsIn(download(user, "/me/export"))).getJsonArray("conversations"))
        .isEmpty();

    JsonObject report = importBytes(user, first, "application/zip", false);

    assertThat(report.getJsonObject("counts").getInt("imported")).isEqualTo(60);
    assertThat(conversationsIn(download(user, "/me/export"))).isEqualTo(conversationsIn(first));
  }

  @Test
  void saysWhatItWouldDoThenDoesItOnce() throws Exception {
    String file = export(3, 4).replaceFirst("\"pinned\":(true|false)", "\"pinned\":0");

    JsonObject planned = importJson(user, file, true);
    assertThat(statuses(planned)).containsExactly("refused", "imported", "imported");
    assertThat(user.get("/conversations").json().getJsonArray("items")).isEmpty();

    JsonObject done = importJson(user, file, false);
    assertThat(statuses(done)).containsExactly("refused", "imported", "imported");
    assertThat(done.getJsonArray("items").getJsonObject(0).getString("problem")).contains("pinned");
    assertThat(statuses(importJson(user, file, false)))
        .containsExactlyInAnyOrder("refused", "exists", "exists");
    assertThat(json(conversationsIn(download(user, "/me/export"))).getJsonArray("conversations"))
        .hasSize(2);
  }

  @Test
  void givesEachUserTheirOwn() throws Exception {
    String file = export(2, 4);
    importJson(user, file, false);
    UruClient other = uru.newUser();

    assertThat(statuses(importJson(other, file, false))).containsOnly("imported");
    assertThat(statuses(importJson(other, file, false))).containsOnly("exists");

    JsonObject item = importJson(other, file, true).getJsonArray("items").getJsonObject(0);
    assertThat(other.messages(item.getString("conversationId"))).hasSize(4);
    user.get("/conversations/" + item.getString("conversationId")).expect(404);
  }

  @Test
  void refusesWhatRetentionWouldDeleteAndWhatDoesNotFit() throws Exception {
    UruClient admin = uru.newUserOfAnotherTenant("admin");
    importJson(admin, export(1, 2), false);
    admin
        .patch("/admin/settings", Json.createObjectBuilder().add("userConversations", 2).build())
        .expect(200);
    String file = export(3, 2);

    JsonObject planned = importJson(admin, file, true);

    assertThat(statuses(planned)).containsExactlyInAnyOrder("imported", "refused", "refused");
    assertThat(planned.getJsonObject("counts").getInt("refused")).isEqualTo(2);
    assertThat(planned.toString()).contains("of the 2 conversations that your organisation allows");
    assertThat(statuses(importJson(admin, file, false)))
        .containsExactlyInAnyOrder("imported", "refused", "refused");
    admin
        .patch(
            "/admin/settings",
            Json.createObjectBuilder().addNull("userConversations").add("retentionDays", 1).build())
        .expect(200);
    JsonObject tooOld = importJson(admin, export(2, 2), true);
    assertThat(statuses(tooOld)).containsExactly("refused", "refused");
    assertThat(tooOld.toString()).contains("your organisation deletes conversations");
  }

  @Test
  void importsAConversationWithThousandsOfMessages() throws Exception {
    String file = export(1, 4_000);

    importJson(user, file, false);

    byte[] exported = conversationsIn(download(user, "/me/export"));
    assertThat(json(exported)).isEqualTo(json(file.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void continuesAConversationOfChatGpt() throws Exception {
    JsonObject report = importJson(user, CHATGPT.formatted(UUID.randomUUID()), false);

    String id = report.getJsonArray("items").getJsonObject(0).getString("conversationId");
    List<JsonObject> messages = user.messages(id);
    assertThat(messages)
        .extracting(message -> message.getString("text"))
        .containsExactly("Why does bread rise?", "Yeast.");
    assertThat(user.get("/conversations/" + id).json().getString("headMessageId"))
        .isEqualTo(messages.get(1).getString("id"));
  }

  @Test
  void refusesWhoMayNotAndWhatIsNoFile() {
    uru.visitor().post("/import", null).expect(401);
    uru.signedIn("viewer@uru.local", "uru-development")
        .post("/import", JsonValue.EMPTY_JSON_OBJECT)
        .expectProblem(403, "forbidden");
    user.post("/import", null).expectProblem(400, "validation_failed");
    user.post("/import", JsonValue.EMPTY_JSON_OBJECT).expectProblem(400, "validation_failed");
    user.post("/import?dryRun=1", JsonValue.EMPTY_JSON_OBJECT)
        .expectProblem(400, "validation_failed");
    JsonObject problem =
        user.send("POST", "/import", export(1, 2).substring(0, 300), Map.of())
            .expectProblem(400, "validation_failed");
    assertThat(problem.getString("detail")).contains("incomplete");
    assertThat(user.get("/conversations").json().getJsonArray("items")).isEmpty();
  }
}
