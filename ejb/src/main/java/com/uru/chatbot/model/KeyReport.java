package com.uru.chatbot.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the check of a key has found.
 *
 * @param models the provider's list of the key's models, of every kind; null if the key may not
 *     list models, or if the list could not be had
 * @param host the API host that the key belongs to, null if it is the configured one
 * @param headroom what is left of the key's rate limits, null if the provider does not tell
 */
public record KeyReport(
    @Nullable List<ListedModel> models,
    List<Finding> findings,
    @Nullable Headroom headroom,
    @Nullable String host) {
  public KeyReport {
    models = models == null ? null : List.copyOf(models);
    findings = List.copyOf(findings);
  }

  /** How much a finding matters to the owner of the key. */
  public enum Severity {
    INFO,
    WARNING
  }

  /**
   * One fact about the key.
   *
   * @param code names the kind of fact, for programs
   * @param title one short phrase
   * @param detail one or two sentences
   * @param action what the owner can do about it, null if nothing is to be done
   * @param link the page where it can be done, null if there is none
   */
  public record Finding(
      String code,
      Severity severity,
      String title,
      String detail,
      @Nullable String action,
      @Nullable String link) {}

  /** The key's rate limits; null where the provider does not tell. */
  public record Headroom(@Nullable RateWindow requests, @Nullable RateWindow tokens) {}

  /**
   * One rate limit.
   *
   * @param limit how many are allowed in a period
   * @param remaining how many are left of it
   * @param resetSeconds seconds until all are left again, null if the provider does not tell
   */
  public record RateWindow(long limit, long remaining, @Nullable Double resetSeconds) {}
}
