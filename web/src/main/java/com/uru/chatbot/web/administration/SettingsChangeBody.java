package com.uru.chatbot.web.administration;

import com.uru.chatbot.settings.SettingsRepository.Change;
import com.uru.chatbot.settings.TenantSettings.Difference;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change of the settings, on the wire.
 *
 * @param version the version that it made
 */
public record SettingsChangeBody(
    long version, Instant changedAt, ChangedByBody changedBy, List<DifferenceBody> changes) {
  /**
   * Who made a change.
   *
   * @param displayName null if the person was deleted
   */
  public record ChangedByBody(UUID id, @Nullable String displayName) {}

  /** The value of a setting before and after; null: not set. */
  public record DifferenceBody(String setting, JsonValue before, JsonValue after) {
    static DifferenceBody of(Difference difference) {
      return new DifferenceBody(difference.setting(), difference.before(), difference.after());
    }
  }

  static SettingsChangeBody of(Change change) {
    return new SettingsChangeBody(
        change.number(),
        change.at(),
        new ChangedByBody(change.by(), change.byName()),
        change.before().differencesTo(change.after()).stream().map(DifferenceBody::of).toList());
  }
}
