package com.uru.chatbot.dev.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.dev.practice.PracticeFault;
import com.uru.chatbot.dev.system.UruClient.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many questions at the same time on a server that has just started. */
@ExtendWith(UruSystemExtension.class)
@Tag("faults")
class BurstIT {
  private static final int USERS = 10;
  private static final int QUESTIONS_PER_USER = 10;

  /** Five seconds of text, so that the first answers flow while the last ones begin. */
  private static final int TOKENS = 100;

  private final UruSystem uru;

  BurstIT(UruSystem uru) {
    this.uru = uru;
  }

  @Test
  void beginsAllAnswersOfABurstRightAfterTheStart() {
    uru.killServer();
    uru.startServer(Map.of());
    List<Asker> askers = new ArrayList<>();
    for (int i = 0; i < USERS; i++) {
      UruClient user = uru.newUser();
      for (int j = 0; j < QUESTIONS_PER_USER; j++) {
        Question question = Question.first(user.newConversation("gpt-4o"), "Hello", "gpt-4o");
        askers.add(new Asker(user, question));
      }
    }

    List<CompletableFuture<Integer>> statuses = askers.stream().map(Asker::ask).toList();

    assertThat(statuses.stream().map(CompletableFuture::join)).containsOnly(200);
  }

  private record Asker(UruClient user, Question question) {
    CompletableFuture<Integer> ask() {
      return user.ask(
          question.withMaxTokens(TOKENS), PracticeFault.LONG_STEADY.key(), new Reader());
    }
  }

  /** Reads and keeps nothing. */
  private static final class Reader implements Flow.Subscriber<String> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {}

    @Override
    public void onError(Throwable broken) {}

    @Override
    public void onComplete() {}
  }
}
