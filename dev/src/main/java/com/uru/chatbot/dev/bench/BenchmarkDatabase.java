package com.uru.chatbot.dev.bench;

import com.uru.chatbot.dev.launcher.EmbeddedDatabase;
import com.uru.chatbot.serverkey.ServerKeysFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The embedded PostgreSQL and the key pairs of a deployment, until its standard input ends. */
public final class BenchmarkDatabase {
  private BenchmarkDatabase() {}

  /**
   * Keeps the data in {@code <folder>/postgres}, and writes {@code <folder>/server-keys.json} once
   * everything else is there; runs until its standard input ends.
   *
   * @param args the folder, which is made when it is missing, and a free port
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException("Usage: BenchmarkDatabase <folder> <port>");
    }
    Path folder = Path.of(args[0]);
    Path keys = folder.resolve("server-keys.json");
    Files.createDirectories(folder);
    try (EmbeddedDatabase database =
        EmbeddedDatabase.start(folder.resolve("postgres"), Integer.parseInt(args[1]))) {
      database.access().migrate();
      if (!Files.exists(keys)) {
        ServerKeysFile.generate(keys);
      }
      while (System.in.read() >= 0) {
        // Whoever started this process says goodbye by ending, which closes our input.
      }
    }
  }
}
