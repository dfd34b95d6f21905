package com.uru.chatbot.shared;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Maps {@code uuid} columns that may be null: EclipseLink's own converter, which it applies to
 * every UUID without a converter, fails on them.
 */
@Converter
public class NullableUuidConverter implements AttributeConverter<UUID, Object> {
  @Override
  public @Nullable Object convertToDatabaseColumn(@Nullable UUID attribute) {
    return attribute;
  }

  @Override
  public @Nullable UUID convertToEntityAttribute(@Nullable Object column) {
    return column == null ? null : UUID.fromString(column.toString());
  }
}
