package com.uru.chatbot.configuration;

import java.util.Locale;
import java.util.Map;

/** What an installation is for; it changes defaults, and how strict the start is. */
enum Profile {
  PRODUCTION,
  DEVELOPMENT;

  static final String VARIABLE = "URU_PROFILE";

  /** Returns the profile of an environment: production, unless it says development. */
  static Profile of(Map<String, String> environment) {
    return DEVELOPMENT.word().equals(environment.get(VARIABLE)) ? DEVELOPMENT : PRODUCTION;
  }

  /** Returns the profile as {@code URU_PROFILE} names it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
