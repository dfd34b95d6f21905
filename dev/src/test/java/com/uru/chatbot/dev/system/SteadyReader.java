package com.uru.chatbot.dev.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Question;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import java.io.StringReader;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;

/**
 * Somebody who asks for one answer after the other, at twenty tokens a second. It has no thread and
 * keeps of a text only its hash, so that there can be a thousand of them. Every question begins a
 * branch of its own: what the server holds for an answer does not grow with the conversation.
 */
final class SteadyReader {
  private static final JsonReaderFactory JSON = Json.createReaderFactory(Map.of());

  private final String conversation;
  private final String key = PracticeFault.LONG_STEADY.key(UUID.randomUUID().toString());
  private final int tokens;
  private final Map<String, String> shown = new ConcurrentHashMap<>();
  private volatile UruClient user;
  private volatile boolean reading;

  /**
   * Somebody who has not asked yet.
   *
   * @param tokens how long each answer is
   */
  SteadyReader(UruClient user, int tokens) {
    this.user = user;
    this.tokens = tokens;
    this.conversation = user.newConversation("gpt-4o");
  }

  /** Asks so often; the end fails if any stream did. */
  CompletableFuture<Void> ask(int times) {
    Question question =
        Question.first(conversation, "Please go on", "gpt-4o").withMaxTokens(tokens);
    Shown text = new Shown();
    return user.ask(question, key, text)
        .thenCompose(
            status -> {
              assertThat(status).isEqualTo(200);
              assertThat(text.name).as("the last event").isEqualTo("incomplete");
              shown.put(question.assistantMessageId(), text.sha256());
              return times > 1 ? ask(times - 1) : CompletableFuture.completedFuture(null);
            });
  }

  /** Goes on with the tokens of this tab. */
  void signedInAs(UruClient tab) {
    user = tab;
  }

  /** Whether there was any text yet. */
  boolean isReading() {
    return reading;
  }

  /** How many answers have been read to their end. */
  int answers() {
    return shown.size();
  }

  /** Every text that was shown is the one that is stored. */
  void assertShownIsStored() {
    Map<String, String> stored = new HashMap<>();
    for (JsonObject message : user.messages(conversation)) {
      if (message.getString("role").equals("assistant")) {
        assertThat(message.getString("status")).isEqualTo("incomplete");
        stored.put(message.getString("id"), sha256(message.getString("text")));
      }
    }
    assertThat(shown).isEqualTo(stored);
  }

  private static String sha256(String text) {
    return HexFormat.of().formatHex(digest().digest(text.getBytes(UTF_8)));
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** One answer as it comes. */
  private final class Shown implements Flow.Subscriber<String> {
    private final MessageDigest digest = digest();
    private final StringBuilder data = new StringBuilder();
    private String name = "";

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
      if (line.startsWith("event:")) {
        name = line.substring(6).strip();
      } else if (line.startsWith("data:")) {
        data.append(line.substring(5).strip());
      } else if (line.isEmpty()) {
        if (name.equals("delta")) {
          digest.update(text().getBytes(UTF_8));
          reading = true;
        }
        data.setLength(0);
      }
    }

    private String text() {
      try (JsonReader reader = JSON.createReader(new StringReader(data.toString()))) {
        return reader.readObject().getString("text");
      }
    }

    /** Who asked is told by the answer's own end. */
    @Override
    public void onError(Throwable broken) {}

    @Override
    public void onComplete() {}

    private String sha256() {
      return HexFormat.of().formatHex(digest.digest());
    }
  }
}
