package com.uru.chatbot.web.importing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The body of a request in a temporary file, which only this server can read.
 *
 * @param path of the file; closing deletes it
 */
record UploadedFile(Path path) implements AutoCloseable {
  /** Reads a body to its end. */
  static UploadedFile of(InputStream body) throws IOException {
    UploadedFile file = new UploadedFile(Files.createTempFile("uru-import-", null));
    try {
      Files.copy(body, file.path, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(path);
  }
}
