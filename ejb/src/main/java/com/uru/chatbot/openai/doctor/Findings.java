package com.uru.chatbot.openai.doctor;

import com.uru.chatbot.model.KeyReport.Finding;
import com.uru.chatbot.model.KeyReport.Severity;
import com.uru.chatbot.shared.DomainException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the check of a key tells its owner. */
final class Findings {
  private static final String KEYS = "https://platform.openai.com/api-keys";
  private static final String ORGANIZATION =
      "https://platform.openai.com/settings/organization/general";
  private static final Map<String, String> REGIONS =
      Map.of("us", "United States", "eu", "Europe", "ae", "United Arab Emirates");

  private Findings() {}

  static Finding region(String host) {
    String name = host.substring(0, Math.max(0, host.indexOf('.')));
    return info(
        "region",
        "Region: " + REGIONS.getOrDefault(name, host),
        "This key is served at " + host + ", and Uru uses that address.");
  }

  static Finding listNotAllowed(@Nullable String scope) {
    String words = scope == null ? "" : " OpenAI names the missing scope: " + scope + ".";
    return new Finding(
        "models_not_listed",
        Severity.WARNING,
        "This key may not list models",
        "It may still answer." + words + " Uru offers the models that it knows.",
        "To see all models of this key, allow it to list models.",
        KEYS);
  }

  static Finding noList() {
    return info(
        "models_not_listed",
        "The provider has no list of models",
        "The server does not offer a list of models. Uru offers the models that it knows.");
  }

  static Finding listFailed() {
    return warning(
        "models_not_listed",
        "The list of models could not be read",
        "The provider did not send the list of models in time. Uru offers the models that it knows.",
        "Check the key again later.");
  }

  static Finding noModel() {
    return warning(
        "models_none",
        "This key has no model that can chat",
        "None of the models in its list can be used in Uru.",
        "Ask the owner of the project, or your administrator, which models are allowed.");
  }

  static Finding noModelAnswered() {
    return warning(
        "answer_not_checked",
        "No model has been tried",
        "The key was accepted, but the models that Uru tried are not available to it.",
        "Choose a model that your provider offers.");
  }

  static Finding organizationUnverified() {
    return new Finding(
        "organization_unverified",
        Severity.WARNING,
        "The organisation is not verified",
        "OpenAI does not stream some models to it and shows no reasoning summaries.",
        "Verify the organisation; it takes about 15 minutes to have an effect.",
        ORGANIZATION);
  }

  static Finding oneApiDenied(DomainException denied) {
    return new Finding(
        "chat_completions_denied",
        Severity.INFO,
        "Only the Responses API is allowed",
        "This key can answer, but not through Chat Completions. " + denied.detail(),
        null,
        KEYS);
  }

  static Finding notChecked(DomainException problem) {
    return warning(
        "answer_not_checked",
        "Whether this key can answer was not checked",
        "The provider accepted the key, but the trial question was not answered: "
            + problem.detail(),
        "Ask a question to find out.");
  }

  private static Finding info(String code, String title, String detail) {
    return new Finding(code, Severity.INFO, title, detail, null, null);
  }

  private static Finding warning(String code, String title, String detail, String action) {
    return new Finding(code, Severity.WARNING, title, detail, action, null);
  }
}
