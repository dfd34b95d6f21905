package com.uru.chatbot.model;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is known about models, with the administrator's file, which is read again when it has
 * changed. A changed file that cannot be used is ignored, with one warning. For any threads.
 */
final class ModelsFile {
  private static final System.Logger LOGGER = System.getLogger(ModelsFile.class.getName());
  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(30);
  private static final int MAX_BYTES = 1 << 20;

  private final KnownModelsReader reader = new KnownModelsReader();
  private final @Nullable Path file;
  private final Clock clock;
  private volatile KnownModels current;
  private volatile Instant checkedAt;
  private byte[] content;
  private @Nullable String lastFailure;

  /**
   * Reads the data.
   *
   * @param file the administrator's file, {@code null} if there is none
   * @throws InvalidModelsException if it cannot be used; the message names the file, the entry and
   *     the reason
   */
  ModelsFile(@Nullable Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
    this.checkedAt = clock.instant();
    if (file == null) {
      content = new byte[0];
      current = reader.read();
      return;
    }
    try {
      content = read(file);
      current = reader.read(content);
    } catch (IOException e) {
      throw new InvalidModelsException(unusable(reason(e)));
    } catch (InvalidModelsException e) {
      throw new InvalidModelsException(unusable(e.getMessage()));
    }
  }

  /** Returns the data of the last good file; checks the file at most every 30 seconds. */
  KnownModels current() {
    if (file != null && isCheckDue()) {
      check(file);
    }
    return current;
  }

  private boolean isCheckDue() {
    return Duration.between(checkedAt, clock.instant()).abs().compareTo(CHECK_INTERVAL) >= 0;
  }

  private synchronized void check(Path changing) {
    if (!isCheckDue()) {
      return;
    }
    checkedAt = clock.instant();
    try {
      byte[] found = read(changing);
      if (Arrays.equals(found, content)) {
        return;
      }
      content = found;
      current = reader.read(found);
      lastFailure = null;
      LOGGER.log(Level.INFO, "Read {0} again: it has changed", changing);
    } catch (IOException e) {
      warn(reason(e));
    } catch (InvalidModelsException e) {
      warn(e.getMessage());
    }
  }

  private void warn(@Nullable String reason) {
    String failure = unusable(reason);
    if (!failure.equals(lastFailure)) {
      lastFailure = failure;
      LOGGER.log(Level.WARNING, "{0}; what was read before stays in use", failure);
    }
  }

  private String unusable(@Nullable String reason) {
    return "URU_MODELS_FILE, " + file + ", cannot be used: " + reason;
  }

  private static String reason(IOException failure) {
    return failure instanceof NoSuchFileException ? "there is no such file" : failure.toString();
  }

  private static byte[] read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new InvalidModelsException("it is larger than 1 MiB");
      }
      return bytes;
    }
  }
}
