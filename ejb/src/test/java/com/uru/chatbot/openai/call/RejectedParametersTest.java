package com.uru.chatbot.openai.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.openai.call.RequestParameter.Scope;
import com.uru.chatbot.shared.ManualClock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RejectedParametersTest {
  private static final String KEY = "fingerprint";

  private final ManualClock clock = new ManualClock();
  private final Set<String> stored = new HashSet<>();
  private final RejectedParameters rejected =
      new RejectedParameters(
          new com.uru.chatbot.model.RejectedParameters() {
            @Override
            public Set<String> of(String upstream, String model) {
              return upstream.equals("u") && model.equals("m") ? stored : Set.of();
            }

            @Override
            public void add(String upstream, String model, String parameter) {
              stored.add(parameter);
            }
          },
          "u",
          clock);

  @ParameterizedTest
  @EnumSource(RequestParameter.class)
  void keepsWhatHoldsForMoreThanOneRequest(RequestParameter parameter) {
    rejected.add(KEY, "m", parameter);

    assertThat(rejected.of(KEY, "m"))
        .isEqualTo(parameter.scope() == Scope.REQUEST ? Set.of() : Set.of(parameter));
    assertThat(rejected.of("other key", "m"))
        .isEqualTo(parameter.scope() == Scope.MODEL ? Set.of(parameter) : Set.of());
    assertThat(rejected.of(KEY, "other model")).isEmpty();
    assertThat(stored).allMatch(name -> name.matches("[a-z_]{1,64}"));
  }

  @Test
  void asksAnOrganisationThatMayHaveBeenVerifiedAgain() {
    rejected.add(KEY, "m", RequestParameter.STREAM);
    rejected.add(KEY, "m", RequestParameter.REASONING_SUMMARY);
    assertThat(rejected.of(KEY, "m"))
        .containsOnly(RequestParameter.STREAM, RequestParameter.REASONING_SUMMARY);

    clock.pass(Duration.ofMinutes(15));

    assertThat(rejected.of(KEY, "m")).isEmpty();
  }

  @Test
  void ignoresNamesOfANewerVersion() {
    stored.add("not_known_here");

    assertThat(rejected.of(KEY, "m")).isEmpty();
  }
}
