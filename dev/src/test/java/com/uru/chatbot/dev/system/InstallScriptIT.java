package com.uru.chatbot.dev.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploy/install.sh}, which operators without containers run, below another root. */
@EnabledOnOs(OS.LINUX)
class InstallScriptIT {
  private static final List<String> SETTINGS = List.of("etc/uru/uru.env", "etc/uru/setup.env");
  private static final Pattern PATH_OF_A_UNIT =
      Pattern.compile("(?m)^(?:ExecStart|EnvironmentFile)=/(\\S+)");

  @TempDir private Path root = Path.of("");

  private record Result(int exitCode, String output) {}

  @Test
  void unitsFindWhatIsInstalledAndSettingsAreAccepted() throws Exception {
    Result result = install("chat.example.org");

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).contains("https://chat.example.org as admin@chat.example.org");
    assertThat(root.resolve("opt/uru/server/launch-micro.jar")).exists();
    assertThat(root.resolve("opt/uru/app/WEB-INF/lib")).isDirectory();
    for (String unit : List.of("uru.service", "uru-setup.service")) {
      String text = Files.readString(root.resolve("etc/systemd/system").resolve(unit));
      Matcher path = PATH_OF_A_UNIT.matcher(text);
      assertThat(path.results().map(found -> root.resolve(found.group(1))))
          .isNotEmpty()
          .allSatisfy(file -> assertThat(file).exists());
    }
    Map<String, String> settings = settings();
    assertThat(settings).containsEntry("URU_ISSUER", "https://chat.example.org");
    settings.remove("URU_SERVER_KEYS_FILE");
    Result check = run(settings, root.resolve("opt/uru/check.sh"), "setup");
    assertThat(check.exitCode()).as(check.output()).isZero();
  }

  @Test
  void keepsTheSettingsOfAnEarlierInstallation() throws Exception {
    install("chat.example.org");
    Map<String, String> before = settings();

    Result second = install();

    assertThat(second.exitCode()).as(second.output()).isZero();
    assertThat(second.output()).doesNotContain("password");
    assertThat(settings()).isEqualTo(before);
    for (String file : SETTINGS) {
      assertThat(Files.getPosixFilePermissions(root.resolve(file)))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void refusesAnAddressAndWritesNothing() throws Exception {
    Result result = install("https://chat.example.org");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output()).contains("give only the name");
    assertThat(root).isEmptyDirectory();
  }

  private Result install(String... arguments) throws Exception {
    return run(
        Map.of("URU_ROOT", root.toString()),
        ServerEnvironment.ROOT.resolve("deploy/install.sh"),
        arguments);
  }

  private static Result run(Map<String, String> environment, Path script, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Result(process.waitFor(), output);
  }

  private Map<String, String> settings() throws IOException {
    Map<String, String> settings = new HashMap<>();
    for (String file : SETTINGS) {
      for (String line : Files.readAllLines(root.resolve(file))) {
        int equals = line.indexOf('=');
        if (equals > 0 && !line.startsWith("#")) {
          settings.put(line.substring(0, equals), line.substring(equals + 1));
        }
      }
    }
    return settings;
  }
}
