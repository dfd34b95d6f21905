package com.uru.chatbot.web.json;

import com.uru.chatbot.web.problem.InvalidRequestException;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads query and path parameters. A bad query parameter is a violation; a path with a bad part
 * names nothing and is not found. The container would answer 404 to both.
 */
@Provider
public class ParameterConverters implements ParamConverterProvider {
  private static final Map<Class<?>, Function<String, Object>> PARSERS =
      Map.of(
          String.class, ParameterConverters::parseText,
          UUID.class, ParameterConverters::parseUuid,
          Integer.class, Integer::valueOf,
          int.class, Integer::valueOf,
          Long.class, Long::valueOf,
          long.class, Long::valueOf,
          Boolean.class, ParameterConverters::parseBoolean,
          boolean.class, ParameterConverters::parseBoolean,
          Instant.class, Instant::parse,
          LocalDate.class, LocalDate::parse);

  @Override
  @SuppressWarnings("unchecked")
  public <T> @Nullable ParamConverter<T> getConverter(
      Class<T> rawType, Type genericType, Annotation[] annotations) {
    Function<String, Object> parser =
        rawType.isEnum() ? word -> parseConstant(rawType, word) : PARSERS.get(rawType);
    if (parser == null) {
      return null;
    }
    return (ParamConverter<T>) new Converter(parser, refusalFor(annotations));
  }

  private static Object parseText(String text) {
    if (!TextFormat.isStorable(text)) {
      throw new IllegalArgumentException();
    }
    return text;
  }

  private static Object parseUuid(String text) {
    if (!TextFormat.isUuid(text)) {
      throw new IllegalArgumentException();
    }
    return UUID.fromString(text);
  }

  private static Object parseBoolean(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException();
    };
  }

  private static Object parseConstant(Class<?> type, String word) {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().toLowerCase(Locale.ROOT).equals(word)) {
        return constant;
      }
    }
    throw new IllegalArgumentException();
  }

  /** Only JAX-RS's own exceptions pass through its extraction of parameters as they are. */
  private static Supplier<WebApplicationException> refusalFor(Annotation[] annotations) {
    for (Annotation annotation : annotations) {
      if (annotation instanceof PathParam) {
        return NotFoundException::new;
      }
      if (annotation instanceof QueryParam query) {
        return () ->
            new BadRequestException(
                new InvalidRequestException(query.value(), "has not the expected form"));
      }
    }
    return BadRequestException::new;
  }

  private record Converter(
      Function<String, Object> parser, Supplier<WebApplicationException> refusal)
      implements ParamConverter<Object> {
    @Override
    public @Nullable Object fromString(@Nullable String text) {
      if (text == null) {
        return null;
      }
      try {
        return parser.apply(text);
      } catch (IllegalArgumentException | DateTimeException e) {
        throw refusal.get();
      }
    }

    @Override
    public String toString(Object value) {
      return value.toString();
    }
  }
}
