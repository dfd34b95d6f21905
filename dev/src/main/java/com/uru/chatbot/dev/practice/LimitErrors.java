package com.uru.chatbot.dev.practice;

import java.util.Map;

/** Refusals because of limits of the account or the load of the provider. */
final class LimitErrors {
  private static final String QUOTA = "insufficient_quota";

  private LimitErrors() {}

  static OpenAiError noQuota() {
    return new OpenAiError(
        429,
        QUOTA,
        QUOTA,
        null,
        "You exceeded your current quota, please check your plan and billing details. For more"
            + " information on this error, read the docs:"
            + " https://platform.openai.com/docs/guides/error-codes/api-errors.",
        Map.of());
  }

  static OpenAiError noCredit() {
    return quota(
        "credit_balance_exhausted",
        "Your organization has no prepaid credits remaining. Add credits in your billing settings to"
            + " restore API access.");
  }

  static OpenAiError projectLimit() {
    return quota(
        "project_spend_limit_exceeded",
        "Your project has reached its monthly spend limit. Increase or remove the limit in the"
            + " project's limit settings, or wait until it resets.");
  }

  static OpenAiError organizationLimit() {
    return quota(
        "organization_spend_limit_exceeded",
        "Your organization has reached its monthly spend limit. Increase or remove the limit in the"
            + " organization's limit settings, or wait until it resets.");
  }

  static OpenAiError usageLimit() {
    return quota(
        "organization_usage_limit_exceeded",
        "Your organization has reached its approved monthly usage limit. Request a higher limit in"
            + " the organization's limit settings.");
  }

  private static OpenAiError quota(String code, String message) {
    return new OpenAiError(429, QUOTA, code, null, message, Map.of());
  }

  static OpenAiError rateLimited(String model) {
    return new OpenAiError(
        429,
        "requests",
        "rate_limit_exceeded",
        null,
        "Rate limit reached for "
            + model
            + " in organization org-practice on requests per min (RPM): Limit 500, Used 500,"
            + " Requested 1. Please try again in 7s. Visit"
            + " https://platform.openai.com/account/rate-limits to learn more.",
        Map.of(
            "retry-after", "7",
            "retry-after-ms", "7000",
            "x-ratelimit-remaining-requests", "0",
            "x-ratelimit-reset-requests", "7s"));
  }

  static OpenAiError slowDown() {
    return new OpenAiError(
        429,
        "rate_limit_error",
        "slow_down",
        null,
        "Your request rate has increased too quickly. Reduce your request rate, keep it steady for at"
            + " least 15 minutes, and then increase it gradually.",
        Map.of("retry-after", "5"));
  }

  /** 503 with the code of today. */
  static OpenAiError serverOverloaded() {
    return new OpenAiError(
        503,
        "service_unavailable_error",
        "server_is_overloaded",
        null,
        "Our servers are currently overloaded. Please try again later.",
        Map.of("retry-after", "5"));
  }

  static OpenAiError overloaded() {
    return new OpenAiError(
        503,
        "server_error",
        null,
        null,
        "The engine is currently overloaded, please try again later.",
        Map.of());
  }
}
