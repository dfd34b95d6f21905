package com.uru.chatbot.dev.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every route, asked for by everybody with objects of everybody, answers as {@code
 * docs/authorization.txt} says. Every request carries a provider key, which never identifies
 * anybody.
 */
@ExtendWith(UruSystemExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class AuthorizationMatrixIT {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Set<String> HEADERS_OF_THEIR_OWN = Set.of("date", "x-request-id");
  private static final String MESSAGE = "{message}";
  private static final Pattern UUID_FIELD = Pattern.compile("\\{uuid}");

  private final UruSystem uru;
  private final Person viewer;
  private final Person user;
  private final Person owner;
  private final Person admin;
  private final Person otherAdmin;

  AuthorizationMatrixIT(UruSystem uru) {
    this.uru = uru;
    admin = new Person(uru.signedIn(UruSystem.ADMINISTRATOR, UruSystem.PASSWORD));
    user = new Person(uru.newUser());
    owner = new Person(uru.newUser());
    otherAdmin = new Person(uru.newUserOfAnotherTenant("admin"));
    viewer = newViewer(admin.client);
  }

  /** A viewer who has conversations from the time as a user. */
  private Person newViewer(UruClient administrator) {
    UruClient client = uru.newUser();
    Person person = new Person(client);
    person.things();
    administrator
        .patch(
            "/admin/users/" + client.user().getString("id"),
            Json.createObjectBuilder().add("role", "viewer").build())
        .expect(200);
    client.useToken(null);
    client.login(client.email(), UruSystem.PASSWORD);
    return person;
  }

  /**
   * A row of the table.
   *
   * @param own statuses for nobody, a viewer, a user, an administrator
   * @param foreign statuses for a user, the administrator, the administrator of another tenant
   * @param child the status for a user
   */
  record Row(
      String method,
      String path,
      String accept,
      String own,
      String foreign,
      String child,
      String query,
      String contentType,
      String body) {
    static Row parse(String line) {
      String[] cells = line.split("\\|", 5);
      String[] route = cells[0].strip().split(" ", -1);
      String request = cells[4].strip();
      String query = "";
      if (request.startsWith("?")) {
        query = request.split(" ", 2)[0];
        request = request.substring(query.length()).strip();
      }
      String contentType = "application/json";
      if (!request.isEmpty() && !request.startsWith("{")) {
        contentType = request.split(" ", 2)[0];
        request = request.substring(contentType.length()).strip();
      }
      return new Row(
          route[0],
          route[1],
          route.length > 2 ? route[2] : "application/json, */*;q=0.1",
          cells[1].strip(),
          cells[2].strip(),
          cells[3].strip(),
          query,
          contentType,
          request);
    }

    boolean changesConversation() {
      return path.startsWith("/conversations/{id}")
          && !method.equals("GET")
          && !path.endsWith("/share");
    }

    @Override
    public String toString() {
      return method + " " + path + " " + accept;
    }
  }

  static Stream<Row> rows() throws IOException {
    return Files.readAllLines(ServerEnvironment.ROOT.resolve("docs/authorization.txt")).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(Row::parse);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void answersAsTheTableSays(Row row) throws Exception {
    List<String> own = new ArrayList<>();
    own.add(status(row, null, owner, owner));
    for (Person caller : List.of(viewer, user, admin)) {
      own.add(status(row, caller, caller, caller));
    }
    List<String> foreign = new ArrayList<>();
    if (row.path().contains("{")) {
      for (Person caller : List.of(user, admin, otherAdmin)) {
        foreign.add(status(row, caller, owner, owner));
      }
    }
    String child = row.body().contains(MESSAGE) ? status(row, user, user, owner) : "";

    assertThat(String.join(" ", own) + " | " + String.join(" ", foreign) + " | " + child)
        .isEqualTo(row.own() + " | " + row.foreign() + " | " + row.child());
  }

  /**
   * Sends the request of a row. What is refused because it belongs to another person is compared
   * with the answer for an id that does not exist.
   *
   * @param objects whose objects the path names
   * @param messages whose message the body names
   */
  private String status(Row row, @Nullable Person caller, Person objects, Person messages)
      throws Exception {
    String object = objectOf(row.path(), objects);
    String body = row.body().replace(MESSAGE, messages.things().message());
    String unknown = UUID.randomUUID().toString();
    Answer answer = send(row, caller, object, body);
    if (answer.status() == 404) {
      assertSame(answer, send(row, caller, unknown, body));
    }
    if (objects != messages) {
      assertSame(answer, send(row, caller, object, row.body().replace(MESSAGE, unknown)));
    }
    if (answer.status() < 300 && row.changesConversation()) {
      objects.forgetThings();
    }
    return "" + answer.status();
  }

  private String objectOf(String path, Person of) {
    if (!path.contains("{")) {
      return "";
    }
    String collection = path.substring(0, path.indexOf('{') - 1);
    return switch (collection) {
      case "/conversations" -> {
        if (path.endsWith("/share") && of != viewer) {
          share(of);
        }
        yield of.things().conversation();
      }
      case "/shared" -> share(of == viewer ? owner : of);
      case "/generations" -> of.things().generation();
      case "/me/sessions" -> newSession(of);
      case "/admin/users" -> newUser();
      default -> throw new AssertionError("Teach this test what is below " + collection);
    };
  }

  /** Shares the conversation of a person; returns the secret of its link. */
  private static String share(Person of) {
    return of.client
        .post(
            "/conversations/" + of.things().conversation() + "/share",
            Json.createObjectBuilder().build())
        .expect(200)
        .json()
        .getString("token");
  }

  private String newSession(Person of) {
    String token = uru.signedIn(of.client.email(), UruSystem.PASSWORD).token();
    byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
    try (JsonReader reader = Json.createReader(new StringReader(new String(claims, UTF_8)))) {
      return reader.readObject().getString("sid");
    }
  }

  private String newUser() {
    JsonObject person =
        Json.createObjectBuilder()
            .add("email", UUID.randomUUID() + "@example.org")
            .add("displayName", "Object")
            .add("role", "user")
            .build();
    return admin
        .client
        .post("/admin/users", person)
        .expect(201)
        .json()
        .getJsonObject("user")
        .getString("id");
  }

  /** Sends without cookies, and reads no further than the head of a stream. */
  private Answer send(Row row, @Nullable Person caller, String object, String body)
      throws IOException, InterruptedException {
    String path = row.path().replaceAll("\\{\\w+}", object);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(uru.url() + "/api/v1" + path + row.query()))
            .timeout(Duration.ofSeconds(30))
            .header("Accept", row.accept())
            .header("Uru-Client", "system-test")
            .header("Uru-Provider-Key", PracticeFault.FAST.key());
    if (body.isEmpty()) {
      request.method(row.method(), BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", row.contentType())
          .method(row.method(), BodyPublishers.ofString(fresh(body)));
    }
    if (caller != null) {
      request.header("Authorization", "Bearer " + caller.client.token());
    }
    HttpResponse<InputStream> response = HTTP.send(request.build(), BodyHandlers.ofInputStream());
    try (InputStream content = response.body()) {
      String text = response.statusCode() < 300 ? "" : new String(content.readAllBytes(), UTF_8);
      return new Answer(response.statusCode(), response.headers(), text);
    }
  }

  private static String fresh(String body) {
    return UUID_FIELD.matcher(body).replaceAll(found -> UUID.randomUUID().toString());
  }

  private static void assertSame(Answer foreign, Answer unknown) {
    assertThat(foreign.comparableBody())
        .as("body, as for an unknown id")
        .isEqualTo(unknown.comparableBody());
    assertThat(headers(foreign)).as("headers").isEqualTo(headers(unknown));
  }

  private static Set<String> headers(Answer answer) {
    Set<String> names = new TreeSet<>(answer.headers().map().keySet());
    names.removeAll(HEADERS_OF_THEIR_OWN);
    return names;
  }

  /** What a person has: a conversation with a question that was answered. */
  private record Things(String conversation, String generation, String message) {}

  private static final class Person {
    private final UruClient client;
    private @Nullable Things things;

    Person(UruClient client) {
      this.client = client;
    }

    Things things() {
      Things known = things;
      if (known == null) {
        Question question =
            Question.first(client.newConversation("gpt-4o"), "One question", "gpt-4o");
        client.ask(question, PracticeFault.FAST.key()).awaitEnd();
        known =
            new Things(
                question.conversationId(), question.generationId(), question.assistantMessageId());
        things = known;
      }
      return known;
    }

    /** The next request finds new things: a request has changed these. */
    void forgetThings() {
      things = null;
    }
  }
}
