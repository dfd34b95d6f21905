package com.uru.chatbot.web.json;

import org.jspecify.annotations.Nullable;

/**
 * A field of a merge patch (RFC 7396): not mentioned, set to {@code null}, or set to a value.
 *
 * @param mentioned whether the patch has the field
 * @param value the new value; {@code null} clears the field, or means nothing if not mentioned
 */
public record PatchField<T>(boolean mentioned, @Nullable T value) {
  /** The media type of a merge patch; {@code application/json} is taken too. */
  public static final String MERGE_PATCH_JSON = "application/merge-patch+json";

  /** A field that the patch leaves alone. */
  public static <T> PatchField<T> absent() {
    return new PatchField<>(false, null);
  }

  /** A field that the patch sets, or clears with {@code null}. */
  public static <T> PatchField<T> of(@Nullable T value) {
    return new PatchField<>(true, value);
  }

  /** The value after the patch, for a field that may be cleared. */
  public @Nullable T orKeepNullable(@Nullable T current) {
    return mentioned ? value : current;
  }

  /** The value after the patch, for a field that always has one: {@code null} changes nothing. */
  public T orKeep(T current) {
    return value == null ? current : value;
  }
}
