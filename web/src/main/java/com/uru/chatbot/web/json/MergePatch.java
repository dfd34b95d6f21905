package com.uru.chatbot.web.json;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns a record of {@link PatchField}s, which has been validated, into JSON again. */
public final class MergePatch {
  private MergePatch() {}

  /**
   * Returns the fields that the patch mentions.
   *
   * @param patch has {@code PatchField}s of strings, numbers, booleans, enums and lists of these
   */
  public static JsonObject of(Record patch) {
    JsonObjectBuilder json = Json.createObjectBuilder();
    for (RecordComponent component : patch.getClass().getRecordComponents()) {
      PatchField<?> field = field(patch, component);
      if (field.present()) {
        json.add(component.getName(), json(field.value()));
      }
    }
    return json.build();
  }

  private static PatchField<?> field(Record patch, RecordComponent component) {
    try {
      return (PatchField<?>) component.getAccessor().invoke(patch);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot read " + component, e);
    }
  }

  private static JsonValue json(@Nullable Object value) {
    if (value instanceof List<?> list) {
      JsonArrayBuilder array = Json.createArrayBuilder();
      list.forEach(each -> array.add(json(each)));
      return array.build();
    }
    if (value instanceof Boolean bool) {
      return bool ? JsonValue.TRUE : JsonValue.FALSE;
    }
    if (value instanceof Integer number) {
      return Json.createValue(number);
    }
    if (value instanceof Long number) {
      return Json.createValue(number);
    }
    if (value instanceof BigDecimal number) {
      return Json.createValue(number);
    }
    if (value instanceof Enum<?> constant) {
      return Json.createValue(constant.name().toLowerCase(Locale.ROOT));
    }
    return value == null ? JsonValue.NULL : Json.createValue((String) value);
  }
}
