package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(UruSystemExtension.class)
class ConversationsIT {
  private final UruSystem uru;
  private UruClient user;

  ConversationsIT(UruSystem uru) {
    this.uru = uru;
    user = uru.visitor();
  }

  @BeforeEach
  void signIn() {
    user = uru.newUser();
  }

  @Test
  void keepsAConversation() {
    String id = UUID.randomUUID().toString();
    Answer created =
        user.post(
            "/conversations",
            Json.createObjectBuilder()
                .add("id", id)
                .add("title", "Bread")
                .add("model", "gpt-4o-mini")
                .add("systemPrompt", "Be brief.")
                .build());

    created.expect(201);
    assertThat(created.header("Location"))
        .as("at the address that URU_ISSUER names, and not the one that the request used")
        .isEqualTo(uru.issuer() + "/api/v1/conversations/" + id);
    JsonObject conversation = user.get("/conversations/" + id).expect(200).json();
    assertThat(conversation).isEqualTo(created.json());
    assertThat(conversation)
        .containsOnlyKeys(
            "id",
            "title",
            "titleSource",
            "model",
            "systemPrompt",
            "pinned",
            "archived",
            "folderId",
            "headMessageId",
            "messageCount",
            "createdAt",
            "updatedAt",
            "version");
    assertThat(conversation.getString("systemPrompt")).isEqualTo("Be brief.");
    assertThat(conversation.getInt("messageCount")).isZero();
  }

  @Test
  void takesTheSameConversationTwiceAsOne() {
    JsonObject body =
        Json.createObjectBuilder()
            .add("id", UUID.randomUUID().toString())
            .add("model", "gpt-4o")
            .build();
    JsonObject first = user.post("/conversations", body).expect(201).json();
    Answer second = user.post("/conversations", body);

    assertThat(second.status()).isIn(200, 201);
    assertThat(second.json()).isEqualTo(first);
    user.post("/conversations", Json.createObjectBuilder(body).add("model", "o1").build())
        .expectProblem(409, "id_conflict");
  }

  @Test
  void listsTheNewestFirstAndPinnedOnTopPageByPage() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(0, user.newConversation("gpt-4o"));
    }
    String pinned = ids.remove(3);
    user.patch("/conversations/" + pinned, Json.createObjectBuilder().add("pinned", true).build())
        .expect(200);
    ids.add(0, pinned);

    List<String> listed = new ArrayList<>();
    String cursor = "";
    do {
      JsonObject page = user.get("/conversations?limit=2" + cursor).expect(200).json();
      page.getJsonArray("items")
          .getValuesAs(JsonObject.class)
          .forEach(c -> listed.add(c.getString("id")));
      cursor = page.isNull("nextCursor") ? "" : "&cursor=" + page.getString("nextCursor");
    } while (!cursor.isEmpty());

    assertThat(listed).isEqualTo(ids);
  }

  @Test
  void listsConversationsWithoutTheirSystemPrompts() {
    for (int i = 0; i < 100; i++) {
      user.post(
              "/conversations",
              Json.createObjectBuilder()
                  .add("title", "A title of usual length, number " + i)
                  .add("systemPrompt", "x".repeat(20_000))
                  .build())
          .expect(201);
    }

    Answer page = user.get("/conversations?limit=100").expect(200);

    assertThat(page.json().getJsonArray("items").getJsonObject(0))
        .doesNotContainKey("systemPrompt");
    assertThat(page.body().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(64 * 1024);
  }

  @Test
  void changesWhatAPatchNamesAndNothingElse() {
    String id = user.newConversation("gpt-4o");

    JsonObject changed =
        user.patch("/conversations/" + id, Json.createObjectBuilder().add("title", "New").build())
            .expect(200)
            .json();

    assertThat(changed.getString("title")).isEqualTo("New");
    assertThat(changed.getString("titleSource")).isEqualTo("user");
    assertThat(changed.getString("model")).isEqualTo("gpt-4o");
    assertThat(changed.getInt("version")).isEqualTo(2);
  }

  @Test
  void refusesAPatchOfAnOldVersion() {
    String id = user.newConversation("gpt-4o");
    String path = "/conversations/" + id;
    user.patch(path, Json.createObjectBuilder().add("title", "One").build()).expect(200);

    user.send("PATCH", path, "{\"title\":\"Two\"}", Map.of("If-Match", "\"1\""))
        .expectProblem(412, "version_conflict");
    assertThat(user.get(path).json().getString("title")).isEqualTo("One");
  }

  @Test
  void hidesArchivedConversationsFromTheList() {
    String id = user.newConversation("gpt-4o");
    user.patch("/conversations/" + id, Json.createObjectBuilder().add("archived", true).build())
        .expect(200);

    assertThat(user.get("/conversations").json().getJsonArray("items")).isEmpty();
    assertThat(user.get("/conversations?state=archived").json().getJsonArray("items")).hasSize(1);
  }

  @Test
  void deletesAConversationForGood() {
    String id = user.newConversation("gpt-4o");

    user.delete("/conversations/" + id).expect(204);

    user.get("/conversations/" + id).expectProblem(404, "not_found");
    assertThat(user.get("/conversations").json().getJsonArray("items")).isEmpty();
  }

  @Test
  void answersTheSameForForeignAndUnknownIds() {
    String foreign = uru.newUser().newConversation("gpt-4o");

    Answer toForeign = user.get("/conversations/" + foreign);
    Answer toUnknown = user.get("/conversations/" + UUID.randomUUID());

    toForeign.expectProblem(404, "not_found");
    assertThat(toForeign.comparableBody()).isEqualTo(toUnknown.comparableBody());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":\"gpt-4o\",\"colour\":\"red\"}",
        "{\"id\":\"not-a-uuid\",\"model\":\"gpt-4o\"}",
        "{\"pinned\":\"maybe\"}"
      })
  void refusesAnInvalidBody(String body) {
    user.send("POST", "/conversations", body, Map.of()).expectProblem(400, "validation_failed");
  }

  @Test
  void refusesATitleThatIsTooLong() {
    user.post(
            "/conversations",
            Json.createObjectBuilder().add("model", "gpt-4o").add("title", "x".repeat(201)).build())
        .expectProblem(400, "validation_failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"model\":", "", "[1,2", "\"text\"x"})
  void refusesMalformedJson(String body) {
    Answer answer = user.send("POST", "/conversations", body, Map.of());

    answer.expect(400);
    assertThat(answer.json().getString("code")).isIn("malformed_json", "validation_failed");
  }

  @ParameterizedTest
  @ValueSource(ints = {(1 << 20) + 1, 5 << 20})
  void refusesABodyThatIsTooLarge(int size) {
    String body = "{\"model\":\"gpt-4o\",\"title\":\"" + "x".repeat(size) + "\"}";

    user.send("POST", "/conversations", body, Map.of()).expectProblem(413, "payload_too_large");
  }

  @Test
  void refusesAnotherMediaType() {
    user.send("POST", "/conversations", "model=gpt-4o", Map.of("Content-Type", "text/plain"))
        .expectProblem(415, "unsupported_media_type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/search?q=a%00b", "/conversations?state=active%00"})
  void refusesAParameterWithNul(String path) {
    user.get(path).expectProblem(400, "validation_failed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/conversations/a%00b", "/conversations/%00/messages", "/generations/%00/events"})
  void findsNothingAtAPathWithNul(String path) {
    assertThat(user.get(path).status()).isIn(400, 404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"//c/%00", "//assets/a%00.js", "//%00"})
  void servesNothingAtAPageWithNul(String path) {
    assertThat(user.get(path).status()).isLessThan(500);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"User-Agent", "If-Match", "Uru-Client", "Last-Event-ID", "X-Request-Id", "Cookie"})
  void survivesAHeaderWithNul(String header) throws IOException {
    String body =
        "{\"email\":\"" + user.email() + "\",\"password\":\"" + UruSystem.PASSWORD + "\"}";
    assertThat(sendRaw("POST /api/v1/auth/login", header + ": a\0b", body)).isIn(200, 400);
    assertThat(sendRaw("GET /api/v1/conversations", header + ": a\0b", "")).isIn(200, 400);
  }

  private int sendRaw(String request, String header, String body) throws IOException {
    URI server = URI.create(uru.url());
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      String head =
          String.join(
              "\r\n",
              request + " HTTP/1.1",
              "Host: " + server.getAuthority(),
              "Authorization: Bearer " + user.token(),
              "Content-Type: application/json",
              "Content-Length: " + body.length(),
              "Connection: close",
              header,
              "",
              body);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      String status =
          new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
              .readLine();
      return Integer.parseInt(status.substring("HTTP/1.1 ".length()).substring(0, 3));
    }
  }

  @Test
  void refusesATitleThatCannotBeRead() {
    for (String title : List.of("\u200B", "a\nb", "\u202Ea")) {
      user.post("/conversations", Json.createObjectBuilder().add("title", title).build())
          .expectProblem(400, "validation_failed");
    }
  }

  @Test
  void refusesAMethodThatIsNotThere() {
    user.send("PUT", "/conversations", "{}", Map.of()).expectProblem(405, "method_not_allowed");
    user.send("QUERY", "/me", null, Map.of()).expectProblem(405, "method_not_allowed");
  }

  @Test
  void answersAnUnknownPathWithAProblem() {
    user.get("/nothing-here").expectProblem(404, "not_found");
  }

  @Test
  void listsTheModelsOfTheCatalogue() {
    List<String> ids =
        user
            .get("/models")
            .expect(200)
            .json()
            .getJsonArray("items")
            .getValuesAs(JsonObject.class)
            .stream()
            .map(model -> model.getString("id"))
            .toList();

    assertThat(ids)
        .contains(
            "gpt-4o", "gpt-4o-mini", "o1", "o1-mini", "gpt-4-turbo", "gpt-4", "gpt-3.5-turbo");
  }
}
