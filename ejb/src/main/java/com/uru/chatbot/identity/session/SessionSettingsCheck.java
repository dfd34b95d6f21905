package com.uru.chatbot.identity.session;

import com.uru.chatbot.configuration.Findings;
import com.uru.chatbot.configuration.SettingValues;
import com.uru.chatbot.configuration.SettingsCheck;

/** Checks that the lifetimes of sessions fit together. */
public final class SessionSettingsCheck implements SettingsCheck {
  @Override
  public void check(SettingValues values, Findings findings) {
    findings.attempt(
        () ->
            new SessionLifetimes(
                values.require("URU_SESSION_IDLE"), values.require("URU_SESSION_MAX")));
  }
}
