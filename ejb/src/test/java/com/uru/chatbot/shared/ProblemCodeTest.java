package com.uru.chatbot.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemCodeTest {
  /** The table of the HTTP contract: programs decide by these. */
  private static final String PROMISED =
      """
      already_rotated 409, answer_empty 422, bad_credentials 401, content_refused 422, context_length_exceeded 422,
      csrf_rejected 403, email_taken 409, forbidden 403, generation_running 409, id_conflict 409,
      internal_error 500, last_admin 409, malformed_json 400, method_not_allowed 405,
      model_not_available 422, not_found 404, payload_too_large 413, provider_access_denied 422,
      provider_key_invalid 422, provider_key_missing 400, provider_key_unreadable 400,
      provider_quota_exceeded 422, provider_rate_limited 429, provider_region 422,
      provider_timeout 504,
      provider_unavailable 502, quota_exceeded 429, rate_limited 429, service_unavailable 503,
      session_expired 401, sign_up_closed 403, token_expired 401, too_many_attempts 429,
      too_many_streams 429, unauthenticated 401, unsupported_media_type 415, validation_failed 400,
      version_conflict 412""";

  @Test
  void areWhatTheContractPromises() {
    Map<String, Integer> promised =
        Arrays.stream(PROMISED.split(",\\s+"))
            .map(line -> line.split(" "))
            .collect(Collectors.toMap(pair -> pair[0], pair -> Integer.valueOf(pair[1])));

    Map<String, Integer> ours = new TreeMap<>();
    for (ProblemCode code : ProblemCode.values()) {
      ours.put(code.code(), code.status());
    }

    assertThat(ours).isEqualTo(promised);
  }

  @ParameterizedTest
  @EnumSource
  void tellTheReaderWhatHappenedAndWhatToDo(ProblemCode code) {
    assertThat(code.title()).matches("[A-Z].*[^.]");
    assertThat(code.action()).matches("[A-Z].{8,}\\.").isNotEqualTo(code.title());
  }

  @ParameterizedTest
  @EnumSource
  void areFoundByTheirNameOnTheWire(ProblemCode code) {
    assertThat(ProblemCode.ofCode(code.code())).isEqualTo(code);
  }

  @Test
  void takeWhatOnlyANewerNodeKnowsForAnInternalError() {
    assertThat(ProblemCode.ofCode("from_the_future")).isEqualTo(ProblemCode.INTERNAL_ERROR);
  }
}
