package com.uru.chatbot.identity;

import com.uru.chatbot.configuration.Findings;
import com.uru.chatbot.configuration.SettingValues;
import com.uru.chatbot.configuration.SettingsCheck;
import com.uru.chatbot.identity.credential.PasswordRules;
import com.uru.chatbot.identity.user.EmailAddress;
import com.uru.chatbot.shared.DomainException;
import java.util.Optional;

/** Checks that the first administrator can be made. */
public final class AdministratorCheck implements SettingsCheck {
  private static final String EMAIL = "URU_ADMIN_EMAIL";
  private static final String PASSWORD = "URU_ADMIN_PASSWORD";

  @Override
  public void check(SettingValues values, Findings findings) {
    Optional<String> email = values.get(EMAIL);
    Optional<String> password = values.get(PASSWORD);
    if (email.isPresent() != password.isPresent()) {
      findings.fault("URU_ADMIN_EMAIL and URU_ADMIN_PASSWORD need each other");
    }
    if (email.isPresent() && password.isPresent()) {
      EmailAddress address = EmailAddress.of(email.get());
      try {
        address.requireValid(EMAIL);
      } catch (DomainException e) {
        findings.fault("URU_ADMIN_EMAIL cannot be used. " + e.detail());
      }
      try {
        PasswordRules.require(
            password.get().toCharArray(), address, AccountBootstrap.ADMIN_NAME, PASSWORD);
      } catch (DomainException e) {
        findings.fault("URU_ADMIN_PASSWORD cannot be used. " + e.detail());
      }
    }
  }
}
