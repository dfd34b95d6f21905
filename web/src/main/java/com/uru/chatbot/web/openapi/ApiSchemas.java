package com.uru.chatbot.web.openapi;

import com.uru.chatbot.web.json.PatchField;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.InputStream;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jspecify.annotations.Nullable;

/**
 * Schemas of the Java types that bodies are made of. A record is a component, under the name of its
 * class without {@code Body}; a nested record has the name of the class around it before its own.
 */
final class ApiSchemas {
  private static final Map<Class<?>, Schema> SIMPLE =
      Map.ofEntries(
          Map.entry(UUID.class, text("uuid")),
          Map.entry(Instant.class, text("date-time")),
          Map.entry(LocalDate.class, text("date")),
          Map.entry(URI.class, text("uri")),
          Map.entry(byte[].class, text("binary")),
          Map.entry(InputStream.class, text("binary")),
          Map.entry(boolean.class, simple(SchemaType.BOOLEAN)),
          Map.entry(Boolean.class, simple(SchemaType.BOOLEAN)),
          Map.entry(int.class, simple(SchemaType.INTEGER).format("int32")),
          Map.entry(Integer.class, simple(SchemaType.INTEGER).format("int32")),
          Map.entry(long.class, simple(SchemaType.INTEGER).format("int64")),
          Map.entry(Long.class, simple(SchemaType.INTEGER).format("int64")),
          Map.entry(double.class, simple(SchemaType.NUMBER)),
          Map.entry(Double.class, simple(SchemaType.NUMBER)),
          Map.entry(BigDecimal.class, simple(SchemaType.NUMBER)),
          Map.entry(JsonObject.class, simple(SchemaType.OBJECT)),
          Map.entry(JsonValue.class, OASFactory.createSchema()));

  private final Map<String, Schema> components = new LinkedHashMap<>();
  private final Map<String, Type> types = new LinkedHashMap<>();

  /** The schemas of all records so far, by their names. */
  Map<String, Schema> components() {
    return components;
  }

  /** Returns the schema of a type: of a record, a reference to its component. */
  Schema of(Type type) {
    return of(type, Map.of());
  }

  private Schema of(Type type, Map<TypeVariable<?>, Type> arguments) {
    if (type instanceof TypeVariable<?> variable) {
      return of(arguments.getOrDefault(variable, Object.class));
    }
    if (type instanceof ParameterizedType parameterized) {
      return of(parameterized, arguments);
    }
    if (!(type instanceof Class<?> plain)) {
      return OASFactory.createSchema();
    }
    if (plain.isRecord()) {
      return component(plain, plain, name(plain), Map.of());
    }
    Schema known = SIMPLE.get(plain);
    if (known != null) {
      return known;
    }
    return plain == String.class || plain.isEnum()
        ? simple(SchemaType.STRING)
        : OASFactory.createSchema();
  }

  private Schema of(ParameterizedType type, Map<TypeVariable<?>, Type> arguments) {
    Class<?> raw = (Class<?>) type.getRawType();
    Type[] given = type.getActualTypeArguments();
    if (raw == PatchField.class) {
      return of(given[0], arguments);
    }
    if (Collection.class.isAssignableFrom(raw)) {
      return simple(SchemaType.ARRAY).items(of(given[0], arguments));
    }
    if (Map.class.isAssignableFrom(raw)) {
      return simple(SchemaType.OBJECT).additionalPropertiesSchema(of(given[1], arguments));
    }
    if (raw.isRecord() && given[0] instanceof Class<?> item) {
      return component(type, raw, name(item) + name(raw), Map.of(raw.getTypeParameters()[0], item));
    }
    return OASFactory.createSchema();
  }

  private Schema component(
      Type type, Class<?> raw, String name, Map<TypeVariable<?>, Type> arguments) {
    Type other = types.putIfAbsent(name, type);
    if (other == null) {
      Schema schema = simple(SchemaType.OBJECT);
      components.put(name, schema);
      for (RecordComponent member : raw.getRecordComponents()) {
        addMember(schema, member, arguments);
      }
    } else if (!other.equals(type)) {
      throw new IllegalStateException(name + " names both " + other + " and " + type);
    }
    return OASFactory.createSchema().ref(name);
  }

  private void addMember(
      Schema schema, RecordComponent member, Map<TypeVariable<?>, Type> arguments) {
    AnnotatedType type = member.getAnnotatedType();
    boolean patched = member.getType() == PatchField.class;
    boolean nullable = patched || type.isAnnotationPresent(Nullable.class);
    Schema value = of(member.getGenericType(), arguments);
    schema.addProperty(member.getName(), nullable ? nullable(value) : value);
    if (!nullable) {
      schema.addRequired(member.getName());
    }
  }

  /** A copy, because simple schemas are shared, and nothing may stand beside a reference. */
  private static Schema nullable(Schema schema) {
    return OASFactory.createSchema().allOf(List.of(schema)).nullable(true);
  }

  private static String name(Class<?> type) {
    Class<?> around = type.getEnclosingClass();
    String own = type.getSimpleName().replaceFirst("Body$", "");
    return around == null ? own : name(around).replaceFirst("Resource$", "") + own;
  }

  private static Schema simple(SchemaType type) {
    return OASFactory.createSchema().type(type);
  }

  private static Schema text(String format) {
    return simple(SchemaType.STRING).format(format);
  }
}
