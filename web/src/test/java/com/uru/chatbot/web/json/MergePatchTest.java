package com.uru.chatbot.web.json;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergePatchTest {
  enum Size {
    LARGE
  }

  record Patch(
      PatchField<String> text,
      PatchField<Integer> number,
      PatchField<Long> large,
      PatchField<BigDecimal> decimal,
      PatchField<Boolean> flag,
      PatchField<Size> size,
      PatchField<List<String>> words,
      PatchField<String> cleared,
      PatchField<String> unmentioned) {}

  @Test
  void hasTheFieldsThatAreMentioned() {
    Patch patch =
        new Patch(
            PatchField.of("a"),
            PatchField.of(1),
            PatchField.of(10_000_000_000L),
            PatchField.of(new BigDecimal("0.50")),
            PatchField.of(true),
            PatchField.of(Size.LARGE),
            PatchField.of(List.of("b", "c")),
            PatchField.of(null),
            PatchField.absent());

    assertThat(MergePatch.of(patch))
        .isEqualTo(
            Json.createReader(
                    new StringReader(
                        """
                        {"text": "a", "number": 1, "large": 10000000000, "decimal": 0.50, "flag": true, "size": "large",
                         "words": ["b", "c"], "cleared": null}
                        """))
                .readObject());
  }
}
