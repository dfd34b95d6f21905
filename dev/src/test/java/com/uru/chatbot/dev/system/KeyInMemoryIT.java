package com.uru.chatbot.dev.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Question;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Sealed keys are used in every way, and then looked for in a dump of the objects that the server
 * can still reach. Each use has a key of its own, so a key that is found tells which way kept it.
 */
@ExtendWith(UruSystemExtension.class)
class KeyInMemoryIT {
  /** How long after a call its key may still be reached. */
  private static final long KEPT_SECONDS = 5;

  private static final String MODEL = "gpt-6-luna";

  private final UruSystem uru;
  private final UruClient user;
  private final ECKey transportKey;
  private final Map<String, String> keys = new TreeMap<>();

  KeyInMemoryIT(UruSystem uru) {
    this.uru = uru;
    user = uru.newUser();
    transportKey = SealedKeys.transportKey(uru);
  }

  @Test
  void forgetsEveryKeySoonAfterItsLastCall() throws Exception {
    for (PracticeFault fault :
        List.of(
            PracticeFault.FAST,
            PracticeFault.NO_RESPONSES,
            PracticeFault.NO_TEMPERATURE,
            PracticeFault.NO_STREAM,
            PracticeFault.UNVERIFIED,
            PracticeFault.CONTEXT_TOO_LONG,
            PracticeFault.INVALID_KEY,
            PracticeFault.RATE_LIMITED,
            PracticeFault.CUT,
            PracticeFault.RESET,
            PracticeFault.GARBAGE,
            PracticeFault._500)) {
      user.askRefused(question(), sealed("answer", fault));
      check(sealed("check", fault));
    }
    stopAnAnswer(sealed("stop", PracticeFault.SLOW));
    Eventually.within(
        Duration.ofSeconds(30), "the end of all calls", () -> uru.upstreamOpen() == 0);
    TimeUnit.SECONDS.sleep(KEPT_SECONDS);

    assertThat(found(uru.dumpServerHeap())).isEmpty();
  }

  private Question question() {
    return Question.first(user.newConversation(MODEL), "Hello", MODEL);
  }

  private String sealed(String use, PracticeFault fault) {
    String key = fault.key(UUID.randomUUID().toString());
    keys.put(use + " " + fault, key);
    return SealedKeys.seal(transportKey, key, user);
  }

  private void check(String key) {
    user.send("POST", "/provider-key/check", null, Map.of("Uru-Provider-Key", key));
  }

  private void stopAnAnswer(String key) {
    Question question = question();
    EventStream stream = user.ask(question, key);
    stream.awaitText(10);
    user.stop(question.generationId());
    stream.awaitLast();
  }

  /** The uses whose key stands in the file, with the number of copies. */
  private List<String> found(Path dump) throws IOException {
    byte[] objects = Files.readAllBytes(dump);
    List<String> found = new ArrayList<>();
    keys.forEach(
        (use, key) -> {
          // Only the last characters, which no other key has.
          String canary = key.substring(key.length() - 36);
          for (Charset charset : List.of(ISO_8859_1, UTF_16BE, UTF_16LE)) {
            int copies = count(objects, canary.getBytes(charset));
            if (copies > 0) {
              found.add(use + ": " + copies + " in " + charset);
            }
          }
        });
    return found;
  }

  private static int count(byte[] content, byte[] sought) {
    int copies = 0;
    for (int i = 0; i <= content.length - sought.length; i++) {
      if (content[i] == sought[0] && startsWith(content, i, sought)) {
        copies++;
      }
    }
    return copies;
  }

  private static boolean startsWith(byte[] content, int from, byte[] sought) {
    for (int i = 0; i < sought.length; i++) {
      if (content[from + i] != sought[i]) {
        return false;
      }
    }
    return true;
  }
}
