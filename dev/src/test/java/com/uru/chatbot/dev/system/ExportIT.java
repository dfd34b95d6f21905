package com.uru.chatbot.dev.system;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(UruSystemExtension.class)
class ExportIT {
  private static final String MODEL = "gpt-4o";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final UruSystem uru;
  private UruClient user;

  ExportIT(UruSystem uru) {
    this.uru = uru;
    user = uru.visitor();
  }

  @BeforeEach
  void signIn() {
    user = uru.newUser();
  }

  /** A conversation whose first question was asked again in other words. */
  private String editedConversation() {
    String id = user.newConversation(MODEL);
    for (String text : List.of("First words", "Better words")) {
      user.ask(Question.first(id, text, MODEL), PracticeFault.FAST.key()).awaitEnd();
    }
    user.patch(
            "/conversations/" + id, Json.createObjectBuilder().add("title", "Brot: „süß“").build())
        .expect(200);
    return id;
  }

  private HttpResponse<byte[]> download(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uru.url() + "/api/v1" + path))
            .header("Authorization", "Bearer " + user.token())
            .build();
    return HTTP.send(request, BodyHandlers.ofByteArray());
  }

  private static JsonObject json(byte @Nullable [] bytes) {
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(requireNonNull(bytes)))) {
      return reader.readObject();
    }
  }

  private static Map<String, byte[]> unzip(byte[] bytes) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }

  @Test
  void hasEveryMessageThatTheApiShows() throws Exception {
    String id = editedConversation();

    HttpResponse<byte[]> response = download("/conversations/" + id + "/export");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    JsonObject exported = json(response.body()).getJsonArray("conversations").getJsonObject(0);
    List<JsonObject> messages = exported.getJsonArray("messages").getValuesAs(JsonObject.class);
    List<JsonObject> shown = user.messages(id);
    assertThat(messages).hasSize(4);
    for (int i = 0; i < messages.size(); i++) {
      for (String member :
          List.of(
              "id", "parentId", "role", "status", "model", "finishReason", "createdAt", "parts")) {
        assertThat(messages.get(i).get(member)).as(member).isEqualTo(shown.get(i).get(member));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "markdown,text/markdown;charset=UTF-8,md",
    "html,text/html;charset=UTF-8,html",
    "text,text/plain;charset=UTF-8,txt"
  })
  void hasTheShownVersionsForPeople(String format, String mediaType, String extension)
      throws Exception {
    String id = editedConversation();

    HttpResponse<byte[]> response =
        download("/conversations/" + id + "/export?timeZone=Europe/Berlin&format=" + format);

    assertThat(response.headers().firstValue("Content-Type")).hasValue(mediaType);
    assertThat(response.headers().firstValue("Content-Disposition"))
        .hasValue(
            "attachment; filename=\"Brot _s___."
                + extension
                + "\"; filename*=UTF-8''Brot%20%E2%80%9Es%C3%BC%C3%9F%E2%80%9C."
                + extension);
    String text = new String(response.body(), StandardCharsets.UTF_8);
    assertThat(text).contains("Better words", "A practice answer").doesNotContain("First words");
  }

  @Test
  void packsEverythingIntoOneFile() throws Exception {
    editedConversation();
    editedConversation();
    user.patch("/me/quotas", Json.createObjectBuilder().add("tokensPerDay", 90_000).build())
        .expect(200);

    Map<String, byte[]> json = unzip(download("/me/export").body());
    Map<String, byte[]> markdown = unzip(download("/me/export?format=markdown").body());

    assertThat(json).containsOnlyKeys("account.json", "conversations.json");
    JsonObject account = json(json.get("account.json"));
    assertThat(account.getString("email")).isEqualTo(user.email());
    assertThat(account.getJsonObject("ownBudget").getInt("tokensPerDay")).isEqualTo(90_000);
    assertThat(json(json.get("conversations.json")).getJsonArray("conversations")).hasSize(2);
    assertThat(markdown)
        .containsOnlyKeys(
            "account.json", "conversations/Brot „süß“.md", "conversations/Brot „süß“ (2).md");
  }

  @Test
  void exportsWhileAnAnswerIsBeingWritten() throws Exception {
    String id = user.newConversation(MODEL);
    EventStream stream = user.ask(Question.first(id, "Slowly", MODEL), PracticeFault.SLOW.key());
    stream.awaitText(20);

    String text =
        new String(
            download("/conversations/" + id + "/export?format=text").body(),
            StandardCharsets.UTF_8);

    assertThat(text).contains("still being written");
    stream.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"format=pdf", "format=", "timeZone=Mars/Olympus"})
  void refusesWhatItDoesNotKnow(String query) {
    String id = user.newConversation(MODEL);

    user.get("/conversations/" + id + "/export?" + query).expectProblem(400, "validation_failed");
  }

  @Test
  void hasNothingOfOthers() {
    String id = uru.newUser().newConversation(MODEL);

    user.get("/conversations/" + id + "/export").expectProblem(404, "not_found");
    user.get("/conversations/" + UUID.randomUUID() + "/export").expectProblem(404, "not_found");
    uru.visitor().get("/me/export").expect(401);
  }

  private HttpResponse<byte[]> post(String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uru.url() + "/api/v1" + path))
            .header("Authorization", "Bearer " + user.token())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    return HTTP.send(request, BodyHandlers.ofByteArray());
  }

  @Test
  void exportsASelection() throws Exception {
    String first = editedConversation();
    editedConversation();
    String third = editedConversation();
    String body = "{\"conversations\": [\"%s\", \"%s\"]}".formatted(first, third);

    Map<String, byte[]> json = unzip(post("/me/export", body).body());
    Map<String, byte[]> text = unzip(post("/me/export?format=text", body).body());

    assertThat(json(json.get("conversations.json")).getJsonArray("conversations"))
        .extracting(item -> item.asJsonObject().getString("id"))
        .containsExactlyInAnyOrder(first, third);
    assertThat(text).hasSize(3);
  }

  @Test
  void exportsNoSelectionWithConversationsOfOthers() throws Exception {
    String own = editedConversation();
    String foreign = uru.newUser().newConversation(MODEL);
    String body = "{\"conversations\": [\"%s\", \"%s\"]}";

    assertThat(post("/me/export", body.formatted(own, foreign)).statusCode()).isEqualTo(404);
    assertThat(post("/me/export", body.formatted(own, UUID.randomUUID())).statusCode())
        .isEqualTo(404);
    assertThat(post("/me/export", "{\"conversations\": []}").statusCode()).isEqualTo(400);
  }

  @Test
  void writesOneExportOfAUserAtATime() throws IOException {
    LongConversation conversation = LongConversation.importedBy(user);

    try (InputStream unread = conversation.beginExport(uru.url(), user)) {
      Answer refused = user.get(conversation.path());
      refused.expectProblem(429, "rate_limited");
      assertThat(refused.header("Retry-After")).isNotBlank();
      assertThat(unread.readAllBytes()).hasSizeGreaterThan(conversation.characters());
    }

    Eventually.within(
        Duration.ofSeconds(10),
        "the next export",
        () -> user.get(conversation.path()).status() == 200);
  }
}
