package com.uru.chatbot.openai.doctor;

import com.uru.chatbot.model.KeyReport.Finding;
import com.uru.chatbot.model.KeyReport.Severity;
import com.uru.chatbot.providerkey.ProviderKey;

/** The kinds of keys of OpenAI, which are told by their first characters. */
enum KeyKind {
  PROJECT(
      "sk-proj-",
      "Project key of a user",
      "It belongs to one project and works as long as its user is a member of that project."),
  SERVICE_ACCOUNT(
      "sk-svcacct-", "Key of a service account", "It belongs to one project and to no person."),
  ADMIN("sk-admin-", "Admin key", "It manages an organisation and cannot ask models."),
  USER(
      "sk-",
      "Key of a user",
      "It is not bound to one project: OpenAI charges the user's default organisation unless another"
          + " one is set."),
  OTHER(
      "",
      "Key of another provider or gateway",
      "It does not look like a key of OpenAI. What it may do is decided by the server that accepted"
          + " it.");

  private final String prefix;
  private final String title;
  private final String detail;

  KeyKind(String prefix, String title, String detail) {
    this.prefix = prefix;
    this.title = title;
    this.detail = detail;
  }

  /**
   * Returns the kind of a key.
   *
   * @param openAi whether the key is for OpenAI itself; gateways have keys of their own that begin
   *     like a user's key of OpenAI
   */
  static KeyKind of(ProviderKey key, boolean openAi) {
    for (KeyKind kind : values()) {
      if (key.startsWith(kind.prefix)) {
        return kind == USER && !openAi ? OTHER : kind;
      }
    }
    return OTHER;
  }

  Finding finding() {
    return new Finding("key_kind", Severity.INFO, title, detail, null, null);
  }
}
