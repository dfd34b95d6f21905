package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(UruSystemExtension.class)
class PeopleImportIT {
  private static final String HEADER = "email,displayName,role\n";

  private final UruSystem uru;
  private final String mark = UUID.randomUUID().toString().substring(0, 8);
  private UruClient admin;

  PeopleImportIT(UruSystem uru) {
    this.uru = uru;
    admin = uru.visitor();
  }

  @BeforeEach
  void signIn() {
    admin = uru.signedIn(UruSystem.ADMINISTRATOR, UruSystem.PASSWORD);
  }

  @Test
  void doesNothingIfItIsNotClearWhetherItIsATrial() {
    admin
        .send("POST", "/admin/users/import?dryRun=1", HEADER, Map.of("Content-Type", "text/csv"))
        .expectProblem(400, "validation_failed");
  }

  private Answer importFile(String file, boolean dryRun) {
    return admin.send(
        "POST",
        "/admin/users/import?dryRun=" + dryRun,
        file,
        Map.of("Content-Type", "text/csv; charset=utf-8"));
  }

  private String email(int number) {
    return mark + "-" + number + "@example.org";
  }

  private String people(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> email(i) + ",Person " + i + ",user\n")
        .collect(Collectors.joining("", HEADER, ""));
  }

  private int total() {
    return admin.get("/admin/users?limit=1&q=" + mark).expect(200).json().getInt("total");
  }

  private static List<String> statuses(JsonObject report) {
    return report.getJsonArray("items").getValuesAs(JsonObject.class).stream()
        .map(item -> item.getString("status"))
        .toList();
  }

  @Test
  void saysWhatItWouldDoThenDoesItAndTheSecondTimeChangesNothing() {
    String file =
        HEADER
            + email(1)
            + ",Zoë,viewer\n"
            + UruSystem.ADMINISTRATOR.toUpperCase(Locale.ROOT)
            + ",Admin,user\n"
            + "no address,X,user\n"
            + email(2)
            + ",=1+1,boss\n"
            + email(1)
            + ",Zoë again,user\n";

    JsonObject planned = importFile(file, true).expect(200).json();

    List<String> expected = List.of("created", "exists", "invalid", "invalid", "invalid");
    assertThat(statuses(planned)).isEqualTo(expected);
    assertThat(total()).isZero();
    JsonObject last = planned.getJsonArray("items").getJsonObject(4);
    assertThat(last.getInt("line")).isEqualTo(6);
    assertThat(last.getString("problem")).isEqualTo("Line 2 has the same address.");

    JsonObject done = importFile(file, false).expect(200).json();
    assertThat(statuses(done)).isEqualTo(expected);
    assertThat(done.getJsonObject("counts").getInt("created")).isEqualTo(1);
    JsonObject invitation = done.getJsonArray("items").getJsonObject(0).getJsonObject("invitation");
    String token = URI.create(invitation.getString("url")).getFragment();
    JsonObject repeated = importFile(file, false).expect(200).json();
    assertThat(statuses(repeated).get(0)).isEqualTo("exists");
    assertThat(total()).isEqualTo(1);

    JsonObject password =
        Json.createObjectBuilder()
            .add("token", token)
            .add("password", "nine quiet rivers flow")
            .build();
    JsonObject session = uru.visitor().post("/auth/password", password).expect(200).json();
    assertThat(session.getJsonObject("user").getString("role")).isEqualTo("viewer");
  }

  @Test
  void importsTheSameFileTwiceAtTheSameTimeOnce() {
    String file = people(150);

    List<CompletableFuture<Answer>> imports =
        Stream.generate(() -> CompletableFuture.supplyAsync(() -> importFile(file, false)))
            .limit(2)
            .toList();

    assertThat(imports.stream().map(CompletableFuture::join).map(answer -> answer.expect(200)))
        .extracting(answer -> answer.json().getJsonObject("counts").getInt("created"))
        .satisfies(counts -> assertThat(counts.get(0) + counts.get(1)).isEqualTo(150));
    assertThat(total()).isEqualTo(150);
  }

  @Test
  void importsManyPeopleInOneRequest() {
    JsonObject report = importFile(people(2_000), false).expect(200).json();

    assertThat(report.getJsonObject("counts").getInt("created")).isEqualTo(2_000);
    assertThat(total()).isEqualTo(2_000);
  }

  @Test
  void refusesWhatIsNoFileOfPeopleWithOneSentence() {
    assertThat(
            importFile("a,b\n", false).expectProblem(400, "validation_failed").getString("detail"))
        .startsWith("The first line has to name the columns");
    admin
        .send(
            "POST",
            "/admin/users/import",
            HEADER,
            Map.of("Content-Type", "text/csv; charset=iso-8859-1"))
        .expectProblem(415, "unsupported_media_type");
    importFile("x".repeat((4 << 20) + 1), false).expectProblem(413, "payload_too_large");
    UruClient user = uru.newUser();
    user.send("POST", "/admin/users/import", HEADER, Map.of("Content-Type", "text/csv"))
        .expectProblem(403, "forbidden");
  }
}
