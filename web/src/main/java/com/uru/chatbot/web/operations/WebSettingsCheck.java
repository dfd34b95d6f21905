package com.uru.chatbot.web.operations;

import com.uru.chatbot.configuration.Findings;
import com.uru.chatbot.configuration.SettingValues;
import com.uru.chatbot.configuration.SettingsCheck;
import com.uru.chatbot.web.request.CorsOrigins;
import java.net.URI;
import java.util.Set;

/** Checks the settings of what the server shows to browsers. */
public final class WebSettingsCheck implements SettingsCheck {
  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

  @Override
  public void check(SettingValues values, Findings findings) {
    values
        .get("URU_SECURITY_CONTACT")
        .ifPresent(
            contact -> attempt("URU_SECURITY_CONTACT", () -> SecurityTxt.parse(contact), findings));
    values
        .get("URU_CORS_ORIGINS")
        .ifPresent(
            origins -> attempt("URU_CORS_ORIGINS", () -> CorsOrigins.parse(origins), findings));
    URI issuer = URI.create(values.require("URU_ISSUER"));
    if ("http".equals(issuer.getScheme()) && !LOCAL.contains(String.valueOf(issuer.getHost()))) {
      findings.warning(
          "URU_ISSUER is not https: browsers keep no session of a host other than localhost"
              + " without TLS");
    }
  }

  private static void attempt(String name, Runnable reading, Findings findings) {
    try {
      reading.run();
    } catch (IllegalArgumentException e) {
      findings.fault(name + " cannot be used. " + e.getMessage());
    }
  }
}
