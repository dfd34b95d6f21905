package com.uru.chatbot.web.json;

import com.uru.chatbot.web.problem.InvalidRequestException;
import com.uru.chatbot.web.problem.Violation;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a record of a JSON object and collects every violation on the way. JSON-B is not enough
 * here: it ignores unknown fields, coerces types and names no field in its errors.
 *
 * <p>Components may be records, {@code List}, {@code Map<String, …>}, {@link PatchField}, enums in
 * lower case, {@code String}, {@code UUID}, numbers, booleans, {@code Instant}, {@code LocalDate}
 * and {@link JsonObject}.
 */
final class RecordBinder {
  /** Digits after the decimal point; the smallest double needs 324. */
  private static final int MAX_SCALE = 340;

  private final List<Violation> violations = new ArrayList<>();

  private RecordBinder() {}

  /**
   * The record.
   *
   * @throws InvalidRequestException naming all the fields that are unknown or of a wrong type
   */
  static Record bind(JsonObject json, Class<? extends Record> type) {
    RecordBinder binder = new RecordBinder();
    Record bound = binder.record(json, type, "");
    if (bound == null || !binder.violations.isEmpty()) {
      throw new InvalidRequestException(binder.violations);
    }
    return bound;
  }

  private @Nullable Record record(JsonObject json, Class<? extends Record> type, String path) {
    int violationsBefore = violations.size();
    RecordComponent[] components = type.getRecordComponents();
    refuseUnknown(json, components, path);
    @Nullable Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String name = components[i].getName();
      arguments[i] = component(json.get(name), components[i].getGenericType(), child(path, name));
    }
    return violations.size() > violationsBefore ? null : construct(type, arguments, path);
  }

  private void refuseUnknown(JsonObject json, RecordComponent[] components, String path) {
    Set<String> unknown = new HashSet<>(json.keySet());
    for (RecordComponent component : components) {
      unknown.remove(component.getName());
    }
    unknown.stream().sorted().forEach(name -> refuse(child(path, name), "is not a known field"));
  }

  private @Nullable Object component(@Nullable JsonValue json, Type type, String path) {
    if (rawType(type) == PatchField.class) {
      return json == null
          ? PatchField.absent()
          : PatchField.of(value(json, typeArgument(type, 0), path));
    }
    if (json == null) {
      return rawType(type).isPrimitive() ? refuse(path, "must be given") : null;
    }
    return value(json, type, path);
  }

  private @Nullable Object value(JsonValue json, Type type, String path) {
    Class<?> raw = rawType(type);
    if (json == JsonValue.NULL) {
      return raw.isPrimitive() ? refuse(path, "must not be null") : null;
    }
    if (raw.isRecord()) {
      return json instanceof JsonObject object
          ? record(object, raw.asSubclass(Record.class), path)
          : refuse(path, "must be an object");
    }
    if (raw == List.class) {
      return list(json, typeArgument(type, 0), path);
    }
    if (raw == Map.class) {
      return map(json, typeArgument(type, 1), path);
    }
    if (raw == JsonObject.class) {
      return object(json, path);
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return bool(json, path);
    }
    if (raw.isPrimitive() || Number.class.isAssignableFrom(raw)) {
      return number(json, raw, path);
    }
    return text(json, raw, path);
  }

  private @Nullable Object list(JsonValue json, Type elementType, String path) {
    if (json.getValueType() != JsonValue.ValueType.ARRAY) {
      return refuse(path, "must be an array");
    }
    List<@Nullable Object> list = new ArrayList<>();
    for (JsonValue element : json.asJsonArray()) {
      String elementPath = path + "[" + list.size() + "]";
      list.add(
          element == JsonValue.NULL
              ? refuse(elementPath, "must not be null")
              : value(element, elementType, elementPath));
    }
    return list;
  }

  private @Nullable Object map(JsonValue json, Type valueType, String path) {
    if (!(json instanceof JsonObject object)) {
      return refuse(path, "must be an object");
    }
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    object.forEach((name, value) -> map.put(name, value(value, valueType, child(path, name))));
    return map;
  }

  private @Nullable Object object(JsonValue json, String path) {
    if (!(json instanceof JsonObject)) {
      return refuse(path, "must be an object");
    }
    return isStorable(json)
        ? json
        : refuse(path, "must have Unicode text without NUL and numbers in range only");
  }

  /** Returns whether PostgreSQL can store the value as jsonb, and Uru can read it again. */
  private static boolean isStorable(JsonValue json) {
    return switch (json.getValueType()) {
      case STRING -> TextFormat.isStorable(((JsonString) json).getString());
      case NUMBER -> isStorable(((JsonNumber) json).bigDecimalValue());
      case ARRAY -> json.asJsonArray().stream().allMatch(RecordBinder::isStorable);
      case OBJECT ->
          json.asJsonObject().entrySet().stream()
              .allMatch(
                  field -> TextFormat.isStorable(field.getKey()) && isStorable(field.getValue()));
      case TRUE, FALSE, NULL -> true;
    };
  }

  private static boolean isStorable(BigDecimal number) {
    return number.scale() <= MAX_SCALE && Double.isFinite(number.doubleValue());
  }

  private @Nullable Object bool(JsonValue json, String path) {
    return switch (json.getValueType()) {
      case TRUE -> true;
      case FALSE -> false;
      case ARRAY, OBJECT, STRING, NUMBER, NULL -> refuse(path, "must be true or false");
    };
  }

  private @Nullable Object number(JsonValue json, Class<?> type, String path) {
    if (!(json instanceof JsonNumber number)) {
      return refuse(path, "must be a number");
    }
    try {
      if (type == int.class || type == Integer.class) {
        return number.intValueExact();
      }
      if (type == long.class || type == Long.class) {
        return number.longValueExact();
      }
    } catch (ArithmeticException e) {
      return refuse(path, "must be a whole number in range");
    }
    if (type == double.class || type == Double.class) {
      double value = number.doubleValue();
      return Double.isFinite(value) ? value : refuse(path, "must be a number in range");
    }
    if (type == BigDecimal.class) {
      return number.bigDecimalValue();
    }
    throw unsupported(type);
  }

  private @Nullable Object text(JsonValue json, Class<?> type, String path) {
    if (!(json instanceof JsonString string)) {
      return refuse(path, "must be a string");
    }
    String text = string.getString();
    if (type == String.class) {
      return TextFormat.isStorable(text) ? text : refuse(path, "must be Unicode text without NUL");
    }
    if (type == UUID.class) {
      return TextFormat.isUuid(text) ? UUID.fromString(text) : refuse(path, "must be a UUID");
    }
    if (type.isEnum()) {
      return constant(text, type, path);
    }
    try {
      if (type == Instant.class) {
        return Instant.parse(text);
      }
      if (type == LocalDate.class) {
        return LocalDate.parse(text);
      }
    } catch (DateTimeException e) {
      return refuse(path, "must be a time as in RFC 3339");
    }
    throw unsupported(type);
  }

  private @Nullable Object constant(String text, Class<?> type, String path) {
    List<String> words = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      String word = ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
      if (word.equals(text)) {
        return constant;
      }
      words.add(word);
    }
    return refuse(path, "must be one of " + String.join(", ", words));
  }

  private @Nullable Record construct(
      Class<? extends Record> type, @Nullable Object[] arguments, String path) {
    Class<?>[] parameterTypes =
        Stream.of(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<? extends Record> constructor = type.getDeclaredConstructor(parameterTypes);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refusal) {
        refuse(path, String.valueOf(refusal.getMessage()));
        return null;
      }
      throw new IllegalStateException("Cannot construct " + type.getName(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot construct " + type.getName(), e);
    }
  }

  private @Nullable Object refuse(String path, String message) {
    violations.add(new Violation(path, message));
    return null;
  }

  private static String child(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static Class<?> rawType(Type type) {
    if (type instanceof Class<?> raw) {
      return raw;
    }
    if (type instanceof ParameterizedType parameterized
        && parameterized.getRawType() instanceof Class<?> raw) {
      return raw;
    }
    throw unsupported(type);
  }

  private static Type typeArgument(Type type, int index) {
    if (type instanceof ParameterizedType parameterized) {
      return parameterized.getActualTypeArguments()[index];
    }
    throw unsupported(type);
  }

  private static IllegalStateException unsupported(Type type) {
    return new IllegalStateException("Not a type of a request field: " + type.getTypeName());
  }
}
