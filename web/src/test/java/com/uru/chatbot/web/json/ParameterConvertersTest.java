package com.uru.chatbot.web.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.uru.chatbot.web.problem.InvalidRequestException;
import com.uru.chatbot.web.problem.Violation;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ext.ParamConverter;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ParameterConvertersTest {
  enum State {
    ACTIVE,
    ARCHIVED
  }

  interface Resource {
    void list(@QueryParam("limit") int limit);
  }

  @Test
  void readsTheExpectedForms() {
    assertThat(converter(Integer.class).fromString("42")).isEqualTo(42);
    assertThat(converter(Boolean.class).fromString("true")).isTrue();
    assertThat(converter(State.class).fromString("archived")).isEqualTo(State.ARCHIVED);
    assertThat(converter(UUID.class).fromString("0193a0f4-0000-7000-8000-000000000001"))
        .isEqualTo(UUID.fromString("0193a0f4-0000-7000-8000-000000000001"));
  }

  @Test
  void namesTheQueryParameterThatIsWrong() {
    for (ParamConverter<?> converter :
        new ParamConverter<?>[] {
          converter(Integer.class),
          converter(Boolean.class),
          converter(State.class),
          converter(UUID.class)
        }) {
      assertThat(
              catchThrowableOfType(
                  BadRequestException.class, () -> converter.fromString("1-1-1-1-1")))
          .cause()
          .isInstanceOfSatisfying(
              InvalidRequestException.class,
              invalid ->
                  assertThat(invalid.violations())
                      .containsExactly(new Violation("limit", "has not the expected form")));
    }
  }

  @Test
  void refusesTextThatPostgresCannotStore() {
    assertThat(converter(String.class).fromString("Zoë 🌍")).isEqualTo("Zoë 🌍");
    for (String text : List.of("a\0b", "\ud83c")) {
      assertThatThrownBy(() -> converter(String.class).fromString(text))
          .isInstanceOf(BadRequestException.class);
    }
  }

  private static <T> ParamConverter<T> converter(Class<T> type) {
    return Objects.requireNonNull(
        new ParameterConverters().getConverter(type, type, annotationsOfLimit()));
  }

  private static Annotation[] annotationsOfLimit() {
    return Resource.class.getDeclaredMethods()[0].getParameterAnnotations()[0];
  }
}
