package com.uru.chatbot.openai.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.junit.jupiter.api.Test;

/**
 * MicroProfile Fault Tolerance ignores a setting whose key names no guarded method, so that a
 * renamed class would leave the bulkhead with its default.
 */
class FaultToleranceSettingsTest {
  @Test
  void everySettingNamesAMemberOfAnAnnotationOfAGuardedMethod() throws Exception {
    List<String> keys = faultToleranceKeys();

    assertThat(keys).hasSize(1);
    for (String key : keys) {
      String[] names = key.split("/", -1);
      Method guarded = UpstreamGuard.class.getMethod(names[1], UpstreamCall.class);
      Annotation annotation =
          Arrays.stream(guarded.getAnnotations())
              .filter(candidate -> candidate.annotationType().getSimpleName().equals(names[2]))
              .findFirst()
              .orElseThrow(() -> new AssertionError(key));
      assertThat(names[0]).isEqualTo(UpstreamGuard.class.getName());
      assertThat(annotation.annotationType().getMethod(names[3])).as(key).isNotNull();
    }
  }

  @Test
  void theBulkheadIsConfigured() throws IOException {
    assertThat(faultToleranceKeys())
        .extracting(key -> key.split("/", -1)[2])
        .containsExactly(Bulkhead.class.getSimpleName());
  }

  private static List<String> faultToleranceKeys() throws IOException {
    Properties settings = new Properties();
    try (InputStream file =
        FaultToleranceSettingsTest.class.getResourceAsStream(
            "/META-INF/microprofile-config.properties")) {
      settings.load(file);
    }
    return settings.stringPropertyNames().stream()
        .filter(key -> key.startsWith("com.uru."))
        .sorted()
        .toList();
  }
}
