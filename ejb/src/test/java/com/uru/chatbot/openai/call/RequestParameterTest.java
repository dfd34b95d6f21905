package com.uru.chatbot.openai.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.openai.call.RequestParameter.Scope;
import com.uru.chatbot.openai.error.OpenAiError;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestParameterTest {
  @ParameterizedTest
  @CsvSource({
    "unsupported_parameter,temperature,TEMPERATURE",
    "unsupported_parameter,max_completion_tokens,MAX_OUTPUT_TOKENS",
    "unsupported_parameter,max_output_tokens,MAX_OUTPUT_TOKENS",
    "unsupported_value,reasoning.effort,REASONING_EFFORT",
    "unsupported_value,reasoning_effort,REASONING_EFFORT",
    "unsupported_value,reasoning.summary,REASONING_SUMMARY",
    "unsupported_value,stream,STREAM",
    "unknown_parameter,prompt_cache_key,PROMPT_CACHE_KEY",
    "unknown_parameter,safety_identifier,SAFETY_IDENTIFIER",
    "unsupported_parameter,stream_options,STREAM_OPTIONS",
    "unsupported_value,messages[0].role,SYSTEM_MESSAGE"
  })
  void findsTheParameterThatAnErrorRejects(String code, String param, RequestParameter expected) {
    assertThat(RequestParameter.rejectedBy(error(code, param))).contains(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Unrecognized request argument supplied: stream_options|STREAM_OPTIONS",
        "litellm.UnsupportedParamsError: openai does not support parameters:"
            + " ['reasoning_effort'], for model=o1|REASONING_EFFORT",
        "Unknown parameter: 'prompt_cache_key'.|PROMPT_CACHE_KEY"
      })
  void findsTheParameterThatOnlyTheMessageNames(String message, RequestParameter expected) {
    OpenAiError error = OpenAiError.of(Map.of("message", message)).withHttpStatus(400, null);

    assertThat(RequestParameter.rejectedBy(error)).contains(expected);
  }

  @Test
  void leavesOutAnInvalidValueThatNoUserHasChosen() {
    assertThat(RequestParameter.rejectedBy(error("invalid_value", "safety_identifier")))
        .contains(RequestParameter.SAFETY_IDENTIFIER);
  }

  @Test
  void findsProviderItemsThatCannotBeRead() {
    assertThat(RequestParameter.rejectedBy(error("invalid_encrypted_content", "input")))
        .contains(RequestParameter.PROVIDER_ITEMS);
  }

  @ParameterizedTest
  @CsvSource({
    "unsupported_parameter,input",
    "unsupported_parameter,model",
    "invalid_api_key,temperature",
    "invalid_value,temperature"
  })
  void findsNothingThatCannotBeLeftOut(String code, String param) {
    assertThat(RequestParameter.rejectedBy(error(code, param))).isEmpty();
  }

  @Test
  void tellsForWhatARejectionHolds() {
    assertThat(RequestParameter.TEMPERATURE.scope()).isEqualTo(Scope.MODEL);
    assertThat(RequestParameter.REASONING_SUMMARY.scope()).isEqualTo(Scope.ORGANIZATION);
    assertThat(RequestParameter.STREAM.scope()).isEqualTo(Scope.ORGANIZATION);
    assertThat(RequestParameter.PROVIDER_ITEMS.scope()).isEqualTo(Scope.REQUEST);
  }

  private static OpenAiError error(String code, String param) {
    return OpenAiError.of(Map.of("code", code, "param", param)).withHttpStatus(400, null);
  }
}
