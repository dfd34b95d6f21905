package com.uru.chatbot.dev.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.uru.chatbot.dev.practice.PracticeFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Schemathesis makes requests from {@code /openapi}, good and bad ones: none may get a 5xx. Without
 * it the test is skipped, or fails where {@code -Dschemathesis=required} was given.
 */
@ExtendWith(UruSystemExtension.class)
class SchemathesisIT {
  private static final Path PROGRAM =
      ServerEnvironment.ROOT.resolve("dev/target/schemathesis/bin/schemathesis");

  /** Streams that do not end, and requests that end the session of the test. */
  private static final List<String> EXCLUDED =
      List.of(
          "/api/v1/me/events",
          "/api/v1/generations/{id}/events",
          "/api/v1/me/sessions/{id}",
          "/api/v1/admin/users/{id}/sessions/revoke");

  private final UruSystem uru;

  SchemathesisIT(UruSystem uru) {
    this.uru = uru;
  }

  /** As the administrator of a tenant of its own, so that nobody else is disabled or renamed. */
  @Test
  void answersNoRequestThatIsMadeFromTheSchemaWithAServerError() throws Exception {
    UruClient administrator = uru.newUserOfAnotherTenant("admin");
    Path folder = ServerEnvironment.ROOT.resolve("dev/target/system");
    Path report = folder.resolve("schemathesis.txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                program().toString(),
                "run",
                uru.url() + "/openapi?format=json",
                "--header=Authorization: Bearer " + administrator.token(),
                "--header=Uru-Provider-Key: " + PracticeFault.FAST.key(),
                "--checks=not_a_server_error",
                "--phases=coverage,fuzzing",
                "--max-time=60",
                "--request-timeout=20",
                "--seed=1",
                "--suppress-health-check=all",
                "--warnings=off",
                "--continue-on-failure",
                "--no-color"));
    EXCLUDED.forEach(path -> command.add("--exclude-path=" + path));

    Process run =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(report.toFile())
            .start();
    boolean ended = run.waitFor(3, TimeUnit.MINUTES);
    run.destroy();

    assertThat(ended).as("Schemathesis has ended").isTrue();
    assertThat(run.exitValue()).as(Files.readString(report, UTF_8)).isZero();
    administrator.get("/me").expect(200);
  }

  private static Path program() throws IOException {
    if (Files.isExecutable(PROGRAM)) {
      return PROGRAM;
    }
    String line = "No Schemathesis (.ci/schemathesis.txt): the schema is not tried.";
    if ("required".equals(System.getProperty("schemathesis"))) {
      throw new AssertionError(line + " It has to be (-Dschemathesis=required).");
    }
    System.out.println(line);
    return abort(line);
  }
}
