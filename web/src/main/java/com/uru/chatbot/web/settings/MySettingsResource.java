package com.uru.chatbot.web.settings;

import com.uru.chatbot.settings.AiNoticePlace;
import com.uru.chatbot.settings.CurrentSettings;
import com.uru.chatbot.settings.Feature;
import com.uru.chatbot.settings.KeyProtection;
import com.uru.chatbot.settings.TenantSettings;
import com.uru.chatbot.web.identity.CurrentCaller;
import com.uru.chatbot.web.identity.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The settings of the tenant that the caller's browser has to know. */
@Path("/me/settings")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.ADMIN, Roles.USER, Roles.VIEWER})
public class MySettingsResource {
  private final CurrentSettings settings;
  private final CurrentCaller caller;

  @Inject
  public MySettingsResource(CurrentSettings settings, CurrentCaller caller) {
    this.settings = settings;
    this.caller = caller;
  }

  /**
   * What holds for the caller.
   *
   * @param defaultModel id of the model that an administrator has set for new conversations
   * @param instructions whether new conversations that come without a system prompt get one
   * @param banner a text for everybody
   * @param aiNotice where people are told that answers come from an AI
   * @param retentionDays after so many days without activity a conversation is deleted; null: never
   * @param keyProtections how this browser may keep a key that is added: {@code passphrase}, {@code
   *     device}, {@code tab}
   */
  public record SettingsBody(
      @Nullable String defaultModel,
      boolean instructions,
      @Nullable String banner,
      AiNoticeBody aiNotice,
      @Nullable Integer retentionDays,
      List<String> keyProtections,
      FeaturesBody features) {
    static SettingsBody of(TenantSettings settings) {
      return new SettingsBody(
          settings.defaultModel().orElse(null),
          settings.instructions().isPresent(),
          settings.banner().orElse(null),
          new AiNoticeBody(
              settings.aiNotice().orElse(AiNoticePlace.COMPOSER).wireName(),
              settings.aiNoticeText().orElse(null)),
          settings.retentionDays().orElse(null),
          settings.keyProtections().stream().map(KeyProtection::wireName).toList(),
          FeaturesBody.of(settings.disabledFeatures()));
    }
  }

  /**
   * The notice that answers come from an AI.
   *
   * @param place {@code composer}: always; {@code first_message}: where a conversation begins
   * @param text null for the client's own words
   */
  public record AiNoticeBody(String place, @Nullable String text) {}

  /** What the caller can use. */
  public record FeaturesBody(boolean export, boolean sharing) {
    static FeaturesBody of(List<Feature> disabled) {
      return new FeaturesBody(
          !disabled.contains(Feature.EXPORT), !disabled.contains(Feature.SHARING));
    }
  }

  /** Returns what holds now. */
  @GET
  public SettingsBody get() {
    return SettingsBody.of(settings.of(caller.get().tenantId()));
  }
}
