package com.uru.chatbot.serverkey;

import static java.util.Comparator.comparing;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.uru.chatbot.shared.ClockProducer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/**
 * Replaces the key pairs of a file in three steps. Between them every node is started again, one
 * after the other: so at any time all nodes accept what any of them signs, and open what is sealed
 * to any key that one of them publishes. Each step replaces the file as a whole or leaves it.
 */
public final class ServerKeysRotation {
  private static final System.Logger LOGGER = System.getLogger(ServerKeysRotation.class.getName());
  private static final List<KeyUse> USES = List.of(KeyUse.SIGNATURE, KeyUse.ENCRYPTION);
  private static final String USAGE =
      "Use, and start every node again after each: rotate-keys add, which makes new keys that the"
          + " nodes get to know; rotate-keys promote, by which they use them; rotate-keys remove,"
          + " which forgets the old ones.";

  // After sysexits.h.
  private static final int OK = 0;
  private static final int UNKNOWN_COMMAND = 64;
  private static final int FILE_FAILED = 74;
  private static final int MISCONFIGURED = 78;

  private final Path file;

  ServerKeysRotation(Path file) {
    this.file = file;
  }

  /** A step that the file is not ready for; the message says what comes first. */
  static final class NotNowException extends Exception {
    private static final long serialVersionUID = 1L;

    private NotNowException(String message) {
      super(message);
    }
  }

  /**
   * Takes the step {@code add}, {@code promote} or {@code remove} with the file of {@code
   * URU_SERVER_KEYS_FILE}. One line says what was done, or why it was not; the exit code is one of
   * {@code sysexits.h}.
   */
  public static void main(String[] args) {
    System.setProperty("java.util.logging.SimpleFormatter.format", "%4$s %5$s%n");
    String file = Optional.ofNullable(System.getenv("URU_SERVER_KEYS_FILE")).orElse("");
    System.exit(run(file, args));
  }

  static int run(String file, String... args) {
    if (args.length != 1 || !List.of("add", "promote", "remove").contains(args[0])) {
      LOGGER.log(Level.ERROR, USAGE);
      return UNKNOWN_COMMAND;
    }
    if (file.isBlank()) {
      LOGGER.log(Level.ERROR, "The keys were not changed: set URU_SERVER_KEYS_FILE.");
      return MISCONFIGURED;
    }
    try {
      LOGGER.log(Level.INFO, new ServerKeysRotation(Path.of(file)).take(args[0]));
      return OK;
    } catch (NotNowException | InvalidServerKeysException e) {
      LOGGER.log(Level.ERROR, "The keys were not changed: {0}", e.getMessage());
      return MISCONFIGURED;
    } catch (IOException e) {
      LOGGER.log(Level.ERROR, "The keys were not changed: {0}", e.toString());
      return FILE_FAILED;
    }
  }

  private String take(String step) throws IOException, NotNowException {
    return switch (step) {
      case "add" -> {
        add(new ClockProducer().clock().instant());
        yield "New keys were added. Start every node again, one after the other;"
            + " then: uru rotate-keys promote.";
      }
      case "promote" -> {
        promote();
        yield "The new keys are the current ones. Start every node again, one after the other;"
            + " ten minutes later nothing that the old ones have signed is used any more, except"
            + " shared links: uru rotate-keys remove ends those.";
      }
      default -> {
        remove();
        yield "The old keys were removed. Start every node again, one after the other.";
      }
    };
  }

  /**
   * Adds a new key pair of each use behind the others.
   *
   * @param now when they are made
   * @throws NotNowException if the newest keys are not the current ones yet
   */
  void add(Instant now) throws IOException, NotNowException {
    List<JWK> keys = read();
    for (KeyUse use : USES) {
      JWK current = requireCurrentIsNewest(keys, use);
      Instant later = age(current).plusSeconds(1);
      keys.add(ServerKeysFile.newKey(use, later.isAfter(now) ? later : now));
    }
    write(keys);
  }

  /** Makes the newest key pair of each use the current one; again, it changes nothing. */
  void promote() throws IOException {
    List<JWK> keys = read();
    for (KeyUse use : USES) {
      JWK newest = newest(keys, use);
      keys.remove(newest);
      keys.add(0, newest);
    }
    write(keys);
  }

  /**
   * Removes all key pairs but the current ones.
   *
   * @throws NotNowException if the newest keys are not the current ones yet
   */
  void remove() throws IOException, NotNowException {
    List<JWK> keys = read();
    List<JWK> current = new ArrayList<>();
    for (KeyUse use : USES) {
      current.add(requireCurrentIsNewest(keys, use));
    }
    write(current);
  }

  private static JWK requireCurrentIsNewest(List<JWK> keys, KeyUse use) throws NotNowException {
    JWK current =
        keys.stream().filter(key -> use.equals(key.getKeyUse())).findFirst().orElseThrow();
    if (!current.equals(newest(keys, use))) {
      throw new NotNowException("there are new ones already: rotate-keys promote comes first");
    }
    return current;
  }

  private static JWK newest(List<JWK> keys, KeyUse use) {
    return keys.stream()
        .filter(key -> use.equals(key.getKeyUse()))
        .max(comparing(ServerKeysRotation::age))
        .orElseThrow();
  }

  /** Keys of a release that did not write it down are the oldest. */
  private static Instant age(JWK key) {
    return Optional.ofNullable(key.getIssueTime()).map(Date::toInstant).orElse(Instant.EPOCH);
  }

  private List<JWK> read() throws IOException {
    String json = Files.readString(file);
    ServerKeys.ofJson(json);
    return new ArrayList<>(ServerKeys.parse(json).getKeys());
  }

  /** A node that starts at this moment reads either all of the old file or all of the new one. */
  private void write(List<JWK> keys) throws IOException {
    String json = new JWKSet(keys).toString(false);
    ServerKeys.ofJson(json);
    Path next = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(next);
    ServerKeysFile.write(next, json);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
