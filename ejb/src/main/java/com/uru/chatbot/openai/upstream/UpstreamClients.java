package com.uru.chatbot.openai.upstream;

import static java.util.Comparator.comparingInt;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The HTTP clients of the streams, one for each processor. Each works on the thread that watches
 * its sockets: what arrives is only parsed and handed on, and to wake another thread for that would
 * cost more than to do it. Redirects are errors: they could carry the key away.
 */
public final class UpstreamClients {
  private final List<Member> members;

  public UpstreamClients(Duration connectTimeout) {
    members =
        Stream.generate(() -> new Member(newClient(connectTimeout)))
            .limit(Runtime.getRuntime().availableProcessors())
            .toList();
  }

  private static HttpClient newClient(Duration connectTimeout) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(connectTimeout)
        .executor(Runnable::run)
        .build();
  }

  /**
   * The client with the least to do, of equal ones always the same: where little happens, its open
   * connections are used again.
   */
  public Member take() {
    Member leastBusy =
        members.stream().min(comparingInt(member -> member.calls.get())).orElseThrow();
    leastBusy.calls.incrementAndGet();
    return leastBusy;
  }

  /** A client that somebody has taken. */
  static final class Member {
    private final HttpClient client;
    private final AtomicInteger calls = new AtomicInteger();

    private Member(HttpClient client) {
      this.client = client;
    }

    HttpClient client() {
      return client;
    }

    /** Once for each {@link #take}. */
    void giveBack() {
      calls.decrementAndGet();
    }
  }
}
