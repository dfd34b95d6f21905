package com.uru.chatbot.administration;

import com.uru.chatbot.identity.user.DomainName;
import com.uru.chatbot.model.InvalidModelsException;
import com.uru.chatbot.model.ModelCatalog;
import com.uru.chatbot.settings.SignUpMode;
import com.uru.chatbot.settings.TenantSettings;
import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import com.uru.chatbot.usage.RateLimits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Which settings a tenant can have. Refusals name the field and say why. */
@ApplicationScoped
public class SettingsRules {
  private ModelCatalog models;
  private RateLimits rateLimits;
  private boolean plainKeys;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected SettingsRules() {}

  /**
   * Takes what the deployment allows.
   *
   * @param plainKeys whether provider keys may come unsealed
   */
  @Inject
  public SettingsRules(
      ModelCatalog models,
      RateLimits rateLimits,
      @ConfigProperty(name = "uru.provider-key.plain") boolean plainKeys) {
    this.models = models;
    this.rateLimits = rateLimits;
    this.plainKeys = plainKeys;
  }

  /**
   * Returns the settings as they are stored: mail domains in ASCII and lower case.
   *
   * @throws DomainException {@code VALIDATION_FAILED}
   */
  TenantSettings checked(TenantSettings wanted) {
    TenantSettings prepared =
        wanted.patched(
            Json.createObjectBuilder()
                .add(
                    TenantSettings.SIGN_UP_DOMAINS,
                    Json.createArrayBuilder(domains(wanted.signUpDomains())))
                .build());
    if (prepared.signUp().filter(SignUpMode.DOMAINS::equals).isPresent()
        && prepared.signUpDomains().isEmpty()) {
      throw DomainException.invalid(
          TenantSettings.SIGN_UP_DOMAINS, "Name at least one mail domain that may sign up.");
    }
    checkModels(prepared);
    checkLimits(prepared);
    return prepared;
  }

  private static List<String> domains(List<String> typed) {
    List<String> domains = new ArrayList<>();
    for (String each : typed) {
      String domain =
          DomainName.toAscii(each.strip())
              .filter(ascii -> ascii.contains("."))
              .orElseThrow(
                  () ->
                      DomainException.invalid(
                          TenantSettings.SIGN_UP_DOMAINS,
                          "“" + each.strip() + "” is not a mail domain such as example.org."));
      if (!domains.contains(domain)) {
        domains.add(domain);
      }
    }
    return domains;
  }

  private void checkModels(TenantSettings wanted) {
    ModelCatalog offered = models.within(wanted);
    try {
      offered.defaultModel();
    } catch (InvalidModelsException e) {
      throw DomainException.invalid(
          TenantSettings.ALLOWED_MODELS,
          "No model that this server offers matches. Change a pattern, or name a whole id.");
    }
    wanted.defaultModel().ifPresent(id -> checkDefault(offered, id));
    wanted.titleModel().ifPresent(id -> checkOffered(offered, TenantSettings.TITLE_MODEL, id));
  }

  private void checkLimits(TenantSettings wanted) {
    int most = rateLimits.mostGenerationsPerMinute();
    if (wanted.questionsPerMinute().orElse(most) > most) {
      throw DomainException.invalid(
          TenantSettings.QUESTIONS_PER_MINUTE,
          "The configuration of the server allows " + most + " at most.");
    }
    boolean asksForPlain = wanted.json().getBoolean(TenantSettings.PLAIN_KEYS, false);
    if (asksForPlain && !plainKeys) {
      throw DomainException.invalid(
          TenantSettings.PLAIN_KEYS, "The configuration of the server forbids plain keys.");
    }
  }

  private static void checkDefault(ModelCatalog offered, String id) {
    checkOffered(offered, TenantSettings.DEFAULT_MODEL, id);
    if (!offered.defaultModel().id().equals(id)) {
      throw DomainException.invalid(
          TenantSettings.DEFAULT_MODEL, "“" + id + "” is shut down. Choose its successor.");
    }
  }

  private static void checkOffered(ModelCatalog offered, String field, String id) {
    try {
      offered.require(id);
    } catch (DomainException e) {
      if (e.code() != ProblemCode.MODEL_NOT_AVAILABLE) {
        throw e;
      }
      throw DomainException.invalid(
          field, "“" + id + "” is not among the models that are allowed.");
    }
  }
}
