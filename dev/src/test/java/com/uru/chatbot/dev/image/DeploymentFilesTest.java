package com.uru.chatbot.dev.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the files from which the image is built and installed. */
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
  void composeTakesPasswordsFromFilesThatAreMade(@TempDir Path installation) throws Exception {
    Path prepare = installation.resolve("deploy/prepare.sh");
    Files.createDirectories(prepare.getParent());
    Files.copy(ROOT.resolve("deploy/prepare.sh"), prepare, StandardCopyOption.COPY_ATTRIBUTES);
    Process prepared =
        new ProcessBuilder(prepare.toString(), "chat.example.org")
            .redirectOutput(installation.resolve("said").toFile())
            .start();
    assertThat(prepared.waitFor()).isZero();

    String compose = text("docker-compose.yml");
    Path secrets = installation.resolve("secrets");
    assertThat(all(compose, "(?m)^ +[A-Z_]*PASSWORD: .+$")).isEmpty();
    assertThat(all(compose, "file: \\./secrets/([a-z_]+)"))
        .isNotEmpty()
        .allSatisfy(
            name -> assertThat(Files.readString(secrets.resolve(name))).hasSizeBetween(16, 48));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets)))
        .isEqualTo("rwx------");
    assertThat(Files.readString(installation.resolve(".env"))).doesNotContainPattern("PASSWORD=.+");
  }

  @Test
  void elestioTakesPasswordsFromFilesThatAreMade() throws IOException {
    String compose = text("docker-compose.elestio.yml");

    assertThat(all(compose, "(?m)^ +([A-Z_]*PASSWORD): .+$")).containsOnly("URU_ADMIN_PASSWORD");
    assertThat(all(text("scripts/preInstall.sh"), "[a-z]+(?:_[a-z]+)*_password"))
        .containsAll(all(compose, "file: \\./data/secrets/([a-z_]+)"));
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
