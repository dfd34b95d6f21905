package com.uru.chatbot.identity.token;

import com.uru.chatbot.serverkey.ServerKeys;
import com.uru.chatbot.serverkey.ServerKeysFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

public final class TestKeys {
  private TestKeys() {}

  public static ServerKeys fresh() {
    try {
      Path directory = Files.createTempDirectory("uru-keys");
      Path file = directory.resolve("keys.json");
      ServerKeysFile.generate(file);
      ServerKeys keys = ServerKeys.ofJson(Files.readString(file));
      Files.delete(file);
      Files.delete(directory);
      return keys;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
