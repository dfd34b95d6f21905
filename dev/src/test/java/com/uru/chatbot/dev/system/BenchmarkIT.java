package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * The benchmarks of {@code dev/bench}, as short as they get: the figures mean nothing here, but
 * every answer has to be delivered and stored as it was sent, and every stop has to stop.
 */
@EnabledOnOs(OS.LINUX)
class BenchmarkIT {
  private static final long LIMIT_MINUTES = 10;

  private final Path root =
      Path.of(System.getProperty("uru.root", "..")).toAbsolutePath().normalize();
  private final Path log = root.resolve("dev/target/bench.log");

  @Test
  void deliversAndStoresWhatWasSentUnderLoad() throws Exception {
    run("npm", "ci");
    run(
        "node",
        "src/bench.js",
        "relay",
        "cancel",
        "--quick",
        "--rounds=1",
        "--targets=pipe,uru17",
        "--check");

    assertThat(Files.readString(log)).contains("No errors.");
  }

  private void run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(List.of(command))
            .directory(root.resolve("dev/bench").toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("URU_BENCH_JDK17", System.getProperty("java.home"));
    Process process = builder.start();
    try {
      assertThat(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)).as("ends, see %s", log).isTrue();
      assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    } finally {
      process.destroy();
    }
  }
}
