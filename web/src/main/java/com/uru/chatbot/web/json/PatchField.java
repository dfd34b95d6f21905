package com.uru.chatbot.web.json;

import org.jspecify.annotations.Nullable;

/**
 * A field of a merge patch (RFC 7396): absent, set to {@code null}, or set to a value.
 *
 * @param present whether the patch has the field
 * @param value the new value; {@code null} clears the field, null if the field is absent as well
 */
public record PatchField<T>(boolean present, @Nullable T value) {
  /** The media type of a merge patch; {@code application/json} is taken too. */
  public static final String MERGE_PATCH_JSON = "application/merge-patch+json";

  /** Returns a field that the patch does not have. */
  public static <T> PatchField<T> absent() {
    return new PatchField<>(false, null);
  }

  /** Returns a field that the patch sets, or clears with null. */
  public static <T> PatchField<T> of(@Nullable T value) {
    return new PatchField<>(true, value);
  }

  /** Returns the value after the patch, for a field that may be cleared. */
  public @Nullable T orKeepNullable(@Nullable T current) {
    return present ? value : current;
  }
}
