package com.uru.chatbot.configuration;

/**
 * Checks settings of one feature that have to fit together, or that only the feature understands.
 * Implementations are found by {@link java.util.ServiceLoader}. They are not asked when a single
 * setting is wrong already.
 */
public interface SettingsCheck {
  /** Adds what is wrong. */
  void check(SettingValues values, Findings findings);

  /** Contacts what the settings name, if there is something, and adds whether it answers. */
  default void probe(SettingValues values, Findings findings) {}
}
