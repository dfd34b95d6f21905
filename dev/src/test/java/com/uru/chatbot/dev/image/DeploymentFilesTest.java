package com.uru.chatbot.dev.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What would otherwise be noticed by whoever builds the image or installs it. */
class DeploymentFilesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @Test
  void theImageIsBuiltFromAllModules() throws IOException {
    List<String> modules = all(text("pom.xml"), "<module>([^<]+)</module>");
    List<String> copied = all(text("deploy/Dockerfile"), "(?m)^COPY ([a-z]+) \\1$");

    assertThat(copied).containsExactlyInAnyOrderElementsOf(modules);
    assertThat(all(text(".dockerignore"), "(?m)^!([a-z]+)$")).containsAll(modules);
  }

  @Test
  void elestioFindsEveryScript() throws IOException {
    List<String> scripts = all(text("elestio.yml"), "Command: \"\\./([^\"]+)\"");

    assertThat(scripts).contains("scripts/preInstall.sh", "scripts/postInstall.sh");
    assertThat(scripts).allSatisfy(script -> assertThat(ROOT.resolve(script)).isExecutable());
  }

  @Test
  void composeForElestioHasWhatThePlatformTakes() throws IOException {
    String compose = text("docker-compose.elestio.yml");

    assertThat(all(compose, "(?m)^\\s*(name|env_file):")).isEmpty();
    assertThat(compose).contains("172.17.0.1:8080");
    assertThat(all(text("elestio.yml"), "random_password")).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void scriptsAreWellFormed() throws IOException, InterruptedException {
    try (Stream<Path> scripts =
        Stream.of("deploy", "deploy/payara", "scripts").map(ROOT::resolve).flatMap(this::list)) {
      for (Path script : scripts.filter(path -> path.toString().endsWith(".sh")).toList()) {
        Process check = new ProcessBuilder("bash", "-n", script.toString()).inheritIO().start();
        assertThat(check.waitFor()).as(script.toString()).isZero();
      }
    }
  }

  private Stream<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList().stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(String file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }

  private static List<String> all(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    return matcher.results().map(found -> found.group(found.groupCount() > 0 ? 1 : 0)).toList();
  }
}
