package com.uru.chatbot.providerkey;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderKeyTextTest {
  private static final String KEY = "sk-proj-Ab_cd-0123456789";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "KEY",
        "  KEY\n",
        "\r\n\tKEY\r\n",
        "\u00a0KEY\u00a0",
        "\u200bKEY\ufeff",
        "sk-proj-\u200bAb_cd-0123456789",
        "\u00e2\u0080\u008bKEY\u00c2\u00a0",
        "\u00ef\u00bb\u00bfKEY",
        "\u00abKEY\u00bb",
        "\"KEY\"",
        "'KEY'",
        "`KEY`",
        "\u201cKEY\u201d",
        "\"KEY\",",
        "KEY;",
        "Bearer KEY",
        "bearer  KEY",
        "Authorization: Bearer KEY",
        "-H \"Authorization: Bearer KEY\"",
        "OPENAI_API_KEY=KEY",
        "OPENAI_API_KEY = \"KEY\"",
        "export OPENAI_API_KEY='KEY'",
        "set OPENAI_API_KEY=KEY",
        "$env:OPENAI_API_KEY = \"KEY\"",
        "\"apiKey\": \"KEY\",",
        "api_key: KEY"
      })
  void findsTheKeyInWhatWasPasted(String pasted) {
    assertThat(normalized(pasted.replace("KEY", KEY))).isEqualTo(KEY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "=", "key=", "Bearer", "two words", "a=b=c", "\"\"", "{}"})
  void endsWithSomethingForAnyText(String pasted) {
    assertThat(normalized(pasted).length()).isLessThanOrEqualTo(pasted.length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sk-proj-0123 456789", "sk-proj-0123/456789", "sk-proj-0123456789\u00e9"})
  void keepsWhatIsNoKeyToBeRefused(String pasted) {
    assertThat(normalized(pasted)).isEqualTo(pasted);
  }

  private static String normalized(String pasted) {
    return new String(ProviderKeyText.normalize(pasted.toCharArray()));
  }
}
