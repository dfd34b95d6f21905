package com.uru.chatbot.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.uru.chatbot.model.ChatModelEvent;
import com.uru.chatbot.model.ChatRequest;
import com.uru.chatbot.openai.upstream.OpenAiSettings;
import com.uru.chatbot.openai.upstream.UpstreamCall;
import com.uru.chatbot.openai.upstream.UpstreamFixtures;
import com.uru.chatbot.openai.upstream.UpstreamGuard;
import com.uru.chatbot.providerkey.ProviderKey;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which OpenAI, or a gateway before it, says no: the whole table, over the wire. */
@Timeout(60)
class ErrorFixturesTest {
  private static final String KEY = "sk-canary-0123456789abcdef";
  private static final String PROMPT = "How do I canary";
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(300);

  /** Identifiers, addresses and masked keys that the fixtures are full of. */
  private static final Pattern CONFIDENTIAL =
      Pattern.compile("(?i)canary|sk-|org-|req_|proj_|@|https?:|\\d+\\.\\d+\\.\\d+\\.\\d+|<");

  private static final Pattern WORDS = Pattern.compile("\\w+(?: \\w+){3}");

  /** What our own server refuses before OpenAI is asked. */
  private static final Set<ProblemCode> OF_OUR_SIDE =
      EnumSet.of(ProblemCode.PROVIDER_KEY_MISSING, ProblemCode.PROVIDER_KEY_UNREADABLE);

  private final CountingGuard guard = new CountingGuard();
  private ScriptedUpstream upstream;

  @BeforeEach
  void start() throws IOException {
    upstream = new ScriptedUpstream();
  }

  @AfterEach
  void stop() throws IOException {
    upstream.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("com.uru.chatbot.openai.ErrorFixture#all")
  void tellsTheUserWhatToDoAndNothingThatWasSent(ErrorFixture fixture) {
    upstream.answers(fixture::play);
    StringBuilder text = new StringBuilder();

    DomainException problem = ask(fixture, text);

    assertThat(problem.code()).isEqualTo(fixture.problem());
    assertThat(problem.members()).satisfies(members -> assertHas(members, fixture.members()));
    assertThat(problem.title() + ". " + problem.detail() + " " + problem.action())
        .satisfies(said -> assertSays(said, fixture.says()));
    assertThat(problem.retryAfter()).isEqualTo(fixture.retryAfter());
    assertThat(upstream.requests()).as("calls").hasSize(fixture.calls());
    assertThat(guard.faults).as("calls that count against the provider").hasValue(fixture.faults());
    assertThat(text.toString()).isEqualTo(fixture.text());
    assertNothingPasses(fixture, problem);
  }

  @Test
  void knowsAnExampleOfEveryProblemThatOpenAiCanCause() {
    Set<ProblemCode> shown =
        ErrorFixture.all().map(ErrorFixture::problem).collect(Collectors.toSet());
    Set<ProblemCode> wanted =
        EnumSet.of(
            ProblemCode.MODEL_NOT_AVAILABLE,
            ProblemCode.CONTEXT_LENGTH_EXCEEDED,
            ProblemCode.CONTENT_REFUSED,
            ProblemCode.VALIDATION_FAILED,
            ProblemCode.PAYLOAD_TOO_LARGE);
    for (ProblemCode code : ProblemCode.values()) {
      if (code.name().startsWith("PROVIDER_") && !OF_OUR_SIDE.contains(code)) {
        wanted.add(code);
      }
    }

    assertThat(shown).containsExactlyInAnyOrderElementsOf(wanted);
  }

  private DomainException ask(ErrorFixture fixture, StringBuilder text) {
    Duration timeout = fixture.ending() == ErrorFixture.Ending.SILENCE ? SHORT : LONG;
    OpenAiSettings settings =
        new OpenAiSettings(upstream.baseUrl(), LONG, timeout, timeout, timeout);
    try (ConnectedModel connected = new ConnectedModel(settings, UpstreamFixtures.access(guard))) {
      return catchThrowableOfType(
          DomainException.class,
          () ->
              StreamedAnswer.toEnd(
                  connected.model().prepare(question(fixture), new ProviderKey(KEY.toCharArray())),
                  event -> {
                    if (event instanceof ChatModelEvent.TextDelta delta) {
                      text.append(delta.text());
                    }
                  }));
    }
  }

  /** Asks the model that the error is about. */
  private static ChatRequest question(ErrorFixture fixture) {
    return new ChatRequest(
        fixture.members().getOrDefault("model", "gpt-4o"),
        List.of(ChatRequest.Turn.user(PROMPT)),
        ChatRequest.Parameters.DEFAULTS);
  }

  private static void assertHas(Map<String, Object> members, Map<String, String> expected) {
    expected.forEach((name, value) -> assertThat(members.get(name)).as(name).hasToString(value));
  }

  private static void assertSays(String said, List<String> expected) {
    for (String words : expected) {
      assertThat(said).containsIgnoringCase(words);
    }
  }

  private static void assertNothingPasses(ErrorFixture fixture, DomainException problem) {
    String told = problem.detail() + problem.members() + printed(problem);

    assertThat(told).doesNotContainPattern(CONFIDENTIAL);
    assertThat(told).doesNotContain(phrases(fixture.body()));
  }

  /** Everything of four words that the provider said. */
  private static List<String> phrases(String body) {
    List<String> phrases = new ArrayList<>(List.of(KEY, PROMPT));
    Matcher matcher = WORDS.matcher(body);
    for (int from = 0; matcher.find(from); from = matcher.start() + 1) {
      phrases.add(matcher.group());
    }
    return phrases;
  }

  /** Messages and causes, as a log would have them, but for the names of our classes. */
  private static String printed(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return trace.toString().replaceAll("(?m)^\\s+(at|\\.\\.\\.) .*$", "");
  }

  /** Counts what the breaker would count. */
  private static final class CountingGuard extends UpstreamGuard {
    private final AtomicInteger faults = new AtomicInteger();

    @Override
    public <T> T pass(UpstreamCall<T> call) throws IOException {
      try {
        return super.pass(call);
      } catch (IOException fault) {
        faults.incrementAndGet();
        throw fault;
      }
    }
  }
}
