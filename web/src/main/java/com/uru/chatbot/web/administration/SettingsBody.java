package com.uru.chatbot.web.administration;

import com.uru.chatbot.settings.AiNoticePlace;
import com.uru.chatbot.settings.Feature;
import com.uru.chatbot.settings.KeyProtection;
import com.uru.chatbot.settings.SettingsRepository.Version;
import com.uru.chatbot.settings.SignUpMode;
import com.uru.chatbot.settings.TenantSettings;
import java.math.BigDecimal;
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
 * @param instructions the system prompt of new conversations that come without one
 * @param banner the text that everybody is shown
 * @param aiNotice where people are told that answers come from an AI: {@code composer}, {@code
 *     first_message}
 * @param aiNoticeText what that notice says, null for Uru's own words
 * @param retentionDays after so many days without activity a conversation is deleted; null: never
 * @param titleModel id of the model that writes titles
 * @param keyProtections how browsers may keep keys that are added: {@code passphrase}, {@code
 *     device}, {@code tab}; all of them if nothing is set
 * @param plainKeys whether provider keys may come unsealed, where the deployment allows it
 * @param questionsPerMinute of one person
 * @param questionsPerDay of one person
 * @param tenantQuestionsPerMinute of all people
 * @param userTokensPerDay input and output tokens of one person
 * @param userTokensPerMonth input and output tokens of one person
 * @param userCostPerDay US dollars of one person by list price
 * @param userCostPerMonth US dollars of one person by list price
 * @param tenantTokensPerDay input and output tokens of all people
 * @param tenantTokensPerMonth input and output tokens of all people
 * @param tenantCostPerDay US dollars of all people by list price
 * @param tenantCostPerMonth US dollars of all people by list price
 * @param userStorageMegabytes texts of messages of one person, 1,000,000 bytes each
 * @param userConversations number of those of one person
 * @param tenantStorageMegabytes texts of messages of all people, 1,000,000 bytes each
 * @param tenantConversations number of those of all people
 * @param disabledFeatures what is switched off: {@code export}, {@code sharing}
 */
public record SettingsBody(
    long version,
    @Nullable String signUp,
    List<String> signUpDomains,
    List<String> allowedModels,
    @Nullable String defaultModel,
    @Nullable String instructions,
    @Nullable String banner,
    @Nullable String aiNotice,
    @Nullable String aiNoticeText,
    @Nullable Integer retentionDays,
    @Nullable String titleModel,
    List<String> keyProtections,
    @Nullable Boolean plainKeys,
    @Nullable Integer questionsPerMinute,
    @Nullable Integer questionsPerDay,
    @Nullable Integer tenantQuestionsPerMinute,
    @Nullable Long userTokensPerDay,
    @Nullable Long userTokensPerMonth,
    @Nullable BigDecimal userCostPerDay,
    @Nullable BigDecimal userCostPerMonth,
    @Nullable Long tenantTokensPerDay,
    @Nullable Long tenantTokensPerMonth,
    @Nullable BigDecimal tenantCostPerDay,
    @Nullable BigDecimal tenantCostPerMonth,
    @Nullable Long userStorageMegabytes,
    @Nullable Long userConversations,
    @Nullable Long tenantStorageMegabytes,
    @Nullable Long tenantConversations,
    List<String> disabledFeatures,
    ConfiguredBody configured) {
  /** What the deployment's configuration says. */
  public record ConfiguredBody(
      String signUp, String defaultModel, String titleModel, int questionsPerMinute) {}

  static SettingsBody of(Version version, ConfiguredBody configured) {
    TenantSettings settings = version.settings();
    return new SettingsBody(
        version.number(),
        settings.signUp().map(SignUpMode::wireName).orElse(null),
        settings.signUpDomains(),
        settings.allowedModels(),
        settings.defaultModel().orElse(null),
        settings.instructions().orElse(null),
        settings.banner().orElse(null),
        settings.aiNotice().map(AiNoticePlace::wireName).orElse(null),
        settings.aiNoticeText().orElse(null),
        settings.retentionDays().orElse(null),
        settings.titleModel().orElse(null),
        settings.keyProtections().stream().map(KeyProtection::wireName).toList(),
        settings.json().containsKey(TenantSettings.PLAIN_KEYS) ? settings.plainKeys() : null,
        settings.questionsPerMinute().orElse(null),
        settings.questionsPerDay().orElse(null),
        settings.tenantQuestionsPerMinute().orElse(null),
        settings.userBudget().tokensPerDay(),
        settings.userBudget().tokensPerMonth(),
        settings.userBudget().costPerDay(),
        settings.userBudget().costPerMonth(),
        settings.tenantBudget().tokensPerDay(),
        settings.tenantBudget().tokensPerMonth(),
        settings.tenantBudget().costPerDay(),
        settings.tenantBudget().costPerMonth(),
        settings.userStorage().megabytes(),
        settings.userStorage().conversations(),
        settings.tenantStorage().megabytes(),
        settings.tenantStorage().conversations(),
        settings.disabledFeatures().stream().map(Feature::wireName).toList(),
        configured);
  }
}
