package com.uru.chatbot.serverkey;

import com.uru.chatbot.configuration.Findings;
import com.uru.chatbot.configuration.SettingValues;
import com.uru.chatbot.configuration.SettingsCheck;

/**
 * Checks that the server's key pairs can be used. A start leaves that to the server: loading the
 * classes that read them takes a tenth of a second.
 */
public final class ServerKeysCheck implements SettingsCheck {
  @Override
  public void check(SettingValues values, Findings findings) {}

  @Override
  public void probe(SettingValues values, Findings findings) {
    try {
      ServerKeys.ofJson(values.get("URU_SERVER_KEYS").orElse(""));
      findings.success("keys: P-256 pairs to sign and to open sealed keys");
    } catch (InvalidServerKeysException e) {
      findings.fault("URU_SERVER_KEYS_FILE cannot be used. " + e.getMessage());
    }
  }
}
