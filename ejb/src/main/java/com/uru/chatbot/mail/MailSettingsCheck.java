package com.uru.chatbot.mail;

import com.uru.chatbot.configuration.Findings;
import com.uru.chatbot.configuration.SettingValues;
import com.uru.chatbot.configuration.SettingsCheck;

/**
 * Checks that the settings of the mail server fit together. {@link MailSettings} needs Jakarta
 * Mail, which is not there before the server runs.
 */
public final class MailSettingsCheck implements SettingsCheck {
  @Override
  public void check(SettingValues values, Findings findings) {
    if (values.get("URU_SMTP_HOST").isEmpty()) {
      return;
    }
    boolean hasUser = values.get("URU_SMTP_USER").isPresent();
    if (values.get("URU_SMTP_FROM").isEmpty()) {
      findings.fault("URU_SMTP_HOST needs URU_SMTP_FROM, the address that mail comes from");
    }
    if (hasUser != values.get("URU_SMTP_PASSWORD").isPresent()) {
      findings.fault("URU_SMTP_USER and URU_SMTP_PASSWORD need each other");
    }
    if (values.require("URU_SMTP_SECURITY").equals("none")) {
      String line = "URU_SMTP_SECURITY is none: everybody on the way can read the links in mail";
      if (hasUser) {
        findings.fault("URU_SMTP_PASSWORD needs URU_SMTP_SECURITY=starttls or tls");
      } else {
        findings.warning(line);
      }
    }
  }
}
