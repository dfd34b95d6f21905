package com.uru.chatbot.openai.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RejectedParametersTest {
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
          "u");

  @ParameterizedTest
  @EnumSource(RequestParameter.class)
  void storesWhatHoldsForEveryUserOfTheModel(RequestParameter parameter) {
    rejected.add("m", parameter);

    assertThat(rejected.of("m"))
        .isEqualTo(parameter.isPropertyOfTheModel() ? Set.of(parameter) : Set.of());
    assertThat(rejected.of("other")).isEmpty();
    assertThat(stored).allMatch(name -> name.matches("[a-z_]{1,64}"));
  }

  @Test
  void ignoresNamesOfANewerVersion() {
    stored.add("not_known_here");

    assertThat(rejected.of("m")).isEmpty();
  }
}
