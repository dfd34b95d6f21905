package com.uru.chatbot.web.administration;

import com.uru.chatbot.settings.SettingsRepository.Version;
import com.uru.chatbot.settings.SignUpMode;
import com.uru.chatbot.settings.TenantSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is set for a tenant, on the wire. Null and empty lists: not set, so that {@code configured}
 * holds.
 *
 * @param version 0 if nothing was ever set
 * @param signUpDomains the mail domains that may sign up if {@code signUp} is {@code domains}
 * @param allowedModels ids and patterns of the models to offer
 * @param defaultModel id of the model of new conversations
 */
public record SettingsBody(
    long version,
    @Nullable String signUp,
    List<String> signUpDomains,
    List<String> allowedModels,
    @Nullable String defaultModel,
    ConfiguredBody configured) {
  /** What the deployment's configuration says. */
  public record ConfiguredBody(String signUp, String defaultModel) {}

  static SettingsBody of(Version version, ConfiguredBody configured) {
    TenantSettings settings = version.settings();
    return new SettingsBody(
        version.number(),
        settings.signUp().map(SignUpMode::wireName).orElse(null),
        settings.signUpDomains(),
        settings.allowedModels(),
        settings.defaultModel().orElse(null),
        configured);
  }
}
