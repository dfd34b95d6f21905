package com.uru.chatbot.openai.error;

import static org.assertj.core.api.Assertions.assertThat;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OpenAiErrorsTest {
  private static final String NOW = "Mon, 23 Nov 2026 10:00:00 GMT";

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "401, invalid_request_error, invalid_api_key, -, PROVIDER_KEY_INVALID",
        "401, invalid_request_error, account_deactivated, -, PROVIDER_KEY_INVALID",
        "403, invalid_request_error, account_deactivated, -, PROVIDER_KEY_INVALID",
        "401, invalid_request_error, -, -, PROVIDER_KEY_INVALID",
        "401, invalid_request_error, missing_scope, -, PROVIDER_ACCESS_DENIED",
        "401, invalid_request_error, ip_not_authorized, -, PROVIDER_ACCESS_DENIED",
        "403, request_forbidden, unsupported_country_region_territory, -, PROVIDER_ACCESS_DENIED",
        "403, invalid_request_error, -, -, PROVIDER_ACCESS_DENIED",
        "403, invalid_request_error, model_not_found, -, MODEL_NOT_AVAILABLE",
        "404, invalid_request_error, model_not_found, -, MODEL_NOT_AVAILABLE",
        "404, invalid_request_error, -, model, MODEL_NOT_AVAILABLE",
        "404, invalid_request_error, unknown_url, -, VALIDATION_FAILED",
        "429, insufficient_quota, insufficient_quota, -, PROVIDER_QUOTA_EXCEEDED",
        "429, insufficient_quota, -, -, PROVIDER_QUOTA_EXCEEDED",
        "400, invalid_request_error, billing_hard_limit_reached, -, PROVIDER_QUOTA_EXCEEDED",
        "429, billing_not_active, billing_not_active, -, PROVIDER_QUOTA_EXCEEDED",
        "402, -, -, -, PROVIDER_QUOTA_EXCEEDED",
        "429, requests, rate_limit_exceeded, -, PROVIDER_RATE_LIMITED",
        "429, tokens, -, -, PROVIDER_RATE_LIMITED",
        "400, invalid_request_error, context_length_exceeded, messages, CONTEXT_LENGTH_EXCEEDED",
        "400, invalid_request_error, string_above_max_length, -, CONTEXT_LENGTH_EXCEEDED",
        "400, invalid_request_error, content_policy_violation, -, CONTENT_REFUSED",
        "400, invalid_request_error, content_filter, -, CONTENT_REFUSED",
        "400, invalid_request_error, invalid_prompt, -, CONTENT_REFUSED",
        "400, invalid_request_error, integer_above_max_value, max_completion_tokens,"
            + " VALIDATION_FAILED",
        "400, invalid_request_error, -, messages, VALIDATION_FAILED",
        "418, -, -, -, VALIDATION_FAILED",
        "401, invalid_request_error, incorrect_hostname, -, PROVIDER_REGION",
        "200, -, 401, -, PROVIDER_KEY_INVALID",
        "200, -, 429, -, PROVIDER_RATE_LIMITED",
        "500, server_error, -, -, PROVIDER_UNAVAILABLE",
        "503, -, -, -, PROVIDER_UNAVAILABLE",
        "302, -, -, -, PROVIDER_UNAVAILABLE",
        "200, server_error, -, -, PROVIDER_UNAVAILABLE",
        "200, -, -, -, PROVIDER_UNAVAILABLE"
      })
  void knowsWhatEveryErrorMeans(
      int status,
      @Nullable String type,
      @Nullable String code,
      @Nullable String param,
      ProblemCode expected) {
    DomainException problem =
        problem(status, Map.of(), body("Your key sk-canary is bad", type, code, param));

    assertThat(problem.code()).isEqualTo(expected);
    assertThat(problem.detail()).isNotBlank().doesNotContain("sk-canary");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "This model's maximum context length is 8192 tokens. However, your messages resulted in"
            + " 8227 tokens. Please reduce the length of the messages.|8192|8227",
        "This model's maximum context length is 4097 tokens. However, you requested 4120 tokens"
            + " (3120 in the messages, 1000 in the completion).|4097|4120",
        "Input tokens exceed the configured limit of 272000 tokens. Your messages resulted in"
            + " 300001 tokens.|272000|300001"
      })
  void readsTheNumbersOfAContextThatIsTooLong(String message, int window, int prompt) {
    DomainException problem =
        problem(
            400,
            Map.of(),
            body(message, "invalid_request_error", "context_length_exceeded", "messages"));

    assertThat(problem.members())
        .isEqualTo(Map.of("contextWindow", window, "promptTokens", prompt));
  }

  @ParameterizedTest
  @CsvSource({
    "Please try again in 1.2s. Visit, 1200",
    "Please try again in 20ms., 20",
    "Please try again in 6m0s., 360000",
    "Please try again in 1h2m3s, 3723000",
    "Please try again in 2h, 7200000"
  })
  void readsTheWaitingTimeOfAMessage(String message, long millis) {
    assertThat(problem(429, Map.of(), rateLimit(message)).retryAfter())
        .isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({
    "Retry-After, 21, 21000",
    "Retry-After, 1.5, 1500",
    "Retry-After, 'Mon, 23 Nov 2026 10:00:30 GMT', 30000",
    "retry-after-ms, 250, 250",
    "Retry-After, 999999999, 86400000"
  })
  void readsTheWaitingTimeOfAHeaderFirst(String name, String value, long millis) {
    assertThat(
            problem(429, Map.of("Date", NOW, name, value), rateLimit("try again in 7s"))
                .retryAfter())
        .isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({"soon", "-1", "'Mon, 23 Nov 2026 09:00:00 GMT'", "1e99", "''"})
  void ignoresAWaitingTimeThatIsNone(String value) {
    assertThat(
            problem(
                    429,
                    Map.of("Date", NOW, "Retry-After", value),
                    rateLimit("Please try again in a moment"))
                .retryAfter())
        .isNull();
  }

  @ParameterizedTest
  @CsvSource({"''", "{\"error\":7}", "[]", "{\"message\":\"no\"}"})
  void judgesABodyThatIsNotOpenAisByItsStatus(String body) {
    assertThat(problem(401, Map.of(), body).code()).isEqualTo(ProblemCode.PROVIDER_KEY_INVALID);
    assertThat(problem(502, Map.of(), body).code()).isEqualTo(ProblemCode.PROVIDER_UNAVAILABLE);
  }

  @ParameterizedTest
  @CsvSource({"401", "403", "407"})
  void doesNotBlameTheKeyForAWebPage(int status) {
    DomainException problem = problem(status, Map.of(), " <html>");

    assertThat(problem.code()).isEqualTo(ProblemCode.PROVIDER_ACCESS_DENIED);
    assertThat(problem.action()).contains("key is not to blame");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'error':{'message':'x','code':'rate_limit_exceeded'}}",
        "{'type':'error','code':'rate_limit_exceeded','message':'x','param':null}",
        "{'type':'error','error':{'type':'rate_limit_error','message':'x'}}",
        "{'code':'rate_limit_exceeded','message':'x'}",
        "{'type':'response.failed','response':{'id':'r','error':{'code':'rate_limit_exceeded'}}}",
        "{'object':'error','message':'Rate limit reached','code':429}",
        "{'status':'failure','code':429,'message':'x'}",
        "{'error':'Too many requests'}",
        "[{'error':{'code':429,'message':'x'}}]",
        "{'detail':'Rate limit exceeded'}",
        "{'detail':{'error':{'code':'rate_limit_exceeded'}}}"
      })
  void findsTheErrorInEveryFormOfAnEvent(String data) {
    String json = data.replace('\'', '"');

    assertThat(OpenAiErrors.ofEvent(json).map(OpenAiErrors::code))
        .contains(ProblemCode.PROVIDER_RATE_LIMITED);
    assertThat(OpenAiErrors.code(OpenAiErrors.ofBody(json)))
        .isEqualTo(ProblemCode.PROVIDER_RATE_LIMITED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'choices':[{'delta':{'content':'x'}}],'error':null}",
        "{'type':'response.output_text.delta','delta':'x'}",
        "{'type':'response.completed','response':{'error':null,'output':[]}}",
        "{'message':'x'}",
        "{'object':'chat.completion.chunk','code':1}",
        "[DONE]",
        "not json"
      })
  void findsNoErrorInAnEventOfAnAnswer(String data) {
    assertThat(OpenAiErrors.ofEvent(data.replace('\'', '"'))).isEmpty();
  }

  @Test
  @Timeout(20)
  void readsABodyThatIsCutAnywhere() {
    String whole = body("Rate limit reached", "requests", "rate_limit_exceeded", null);

    for (int end = 0; end <= whole.length(); end++) {
      OpenAiError error = OpenAiErrors.ofBody(whole.substring(0, end));
      assertThat(OpenAiErrors.code(error))
          .isEqualTo(
              end == whole.length()
                  ? ProblemCode.PROVIDER_RATE_LIMITED
                  : ProblemCode.PROVIDER_UNAVAILABLE);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Unrecognized request argument supplied: stream_options|stream_options",
        "Unrecognized request arguments supplied: store, metadata|store",
        "Unsupported parameter: 'temperature' is not supported with this model.|temperature",
        "Unsupported value: 'temperature' does not support 0.2 with this model.|temperature",
        "Unknown parameter: 'reasoning.summary'.|reasoning.summary",
        "json: unknown field \"prompt_cache_key\"|prompt_cache_key",
        "litellm.UnsupportedParamsError: openai does not support parameters:"
            + " ['reasoning_effort'], for model=o1|reasoning_effort",
        "Additional properties are not allowed ('safety_identifier' was unexpected)|"
            + "safety_identifier",
        "[{'type': 'extra_forbidden', 'loc': ('body', 'stream_options'), 'msg': 'Extra'}]|"
            + "stream_options",
        "property 'include' is unsupported|include",
        "`max_completion_tokens` is not supported by this server|max_completion_tokens"
      })
  void readsTheRefusedParameterOfAMessage(String message, String parameter) {
    OpenAiError error = OpenAiError.of(Map.of("message", message)).withHttpStatus(400, null);

    assertThat(error.param()).isEqualTo(parameter);
    assertThat(error.refusesParameter()).isTrue();
    assertThat(error.withHttpStatus(500, null).refusesParameter()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "unsupported_parameter, true, false",
    "unsupported_value, true, false",
    "unknown_parameter, true, false",
    "invalid_value, false, true",
    "integer_above_max_value, false, false"
  })
  void tellsARefusedParameterFromARefusedValue(String code, boolean parameter, boolean value) {
    OpenAiError error =
        OpenAiError.of(Map.of("code", code, "param", "reasoning_effort")).withHttpStatus(400, null);

    assertThat(error.refusesParameter()).isEqualTo(parameter);
    assertThat(error.refusesValue()).isEqualTo(value);
  }

  @Test
  void readsTheParameterOfAListOfViolations() {
    OpenAiError error =
        OpenAiErrors.ofBody(
                "{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"store\"]}]}")
            .withHttpStatus(422, null);

    assertThat(error.param()).isEqualTo("store");
    assertThat(error.refusesParameter()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "api.openai.com, api.openai.com",
    "ae.api.openai.com., ae.api.openai.com",
    "https://eu.api.openai.com/v1, eu.api.openai.com",
    "api.openai.com.example.com, -",
    "evilapi.openai.com.example, -",
    "a.b.api.openai.com, -",
    "example.com, -"
  })
  void namesOnlyHostsOfOpenAi(String named, String host) {
    DomainException problem =
        problem(
            401,
            Map.of(),
            body(
                "incorrect regional hostname. Please make your request to " + named,
                "invalid_request_error",
                "incorrect_hostname",
                null));

    assertThat(problem.code()).isEqualTo(ProblemCode.PROVIDER_REGION);
    assertThat(problem.members().getOrDefault("host", "-")).isEqualTo(host);
  }

  @Test
  void obeysTheWaitingTimeOfTheProviderBehindAGateway() {
    assertThat(problem(429, Map.of("llm_provider-retry-after", "7"), rateLimit("x")).retryAfter())
        .isEqualTo(Duration.ofSeconds(7));
    assertThat(problem(429, Map.of(), rateLimit("Please retry after 6 seconds.")).retryAfter())
        .isEqualTo(Duration.ofSeconds(6));
  }

  @ParameterizedTest
  @EnumSource
  void everyCauseTellsWhatHappenedAndWhatToDo(ErrorCause cause) {
    assertThat(cause.title()).matches("[A-Z].*[^.]");
    assertThat(cause.detail()).matches("[A-Z].*\\.");
    assertThat(cause.action()).matches("[A-Z].*\\.");
  }

  @Test
  void keepsNothingThatIsNoIdentifier() {
    OpenAiError error =
        OpenAiError.of(Map.of("code", "a b", "type", "x".repeat(65), "param", "messages[0].role"));

    assertThat(error.code()).isNull();
    assertThat(error.type()).isNull();
    assertThat(error.param()).isEqualTo("messages[0].role");
  }

  @Test
  void namesTheParameterToCorrectInOurWords() {
    assertThat(
            problem(400, Map.of(), body("x", "y", "integer_above_max_value", "reasoning_effort"))
                .detail())
        .contains("reasoningEffort");
  }

  private static DomainException problem(int status, Map<String, String> headers, String body) {
    return OpenAiErrors.problem(
        OpenAiErrors.read(status, name -> Optional.ofNullable(headers.get(name)), body));
  }

  private static String rateLimit(String message) {
    return body(message, "requests", "rate_limit_exceeded", null);
  }

  private static String body(
      String message, @Nullable String type, @Nullable String code, @Nullable String param) {
    return "{\"error\":{\"message\":%s,\"type\":%s,\"param\":%s,\"code\":%s}}"
        .formatted(quoted(message), quoted(type), quoted(param), quoted(code));
  }

  private static String quoted(@Nullable String word) {
    return word == null ? "null" : '"' + word + '"';
  }
}
