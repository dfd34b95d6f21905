package com.uru.chatbot.configuration;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with an installation, one line each; no line shows a secret. */
public final class Findings {
  private final List<String> faults = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> successes = new ArrayList<>();

  /** Adds what the start is refused for. */
  public void fault(String line) {
    if (!faults.contains(line)) {
      faults.add(line);
    }
  }

  /** Adds what the start is not refused for. */
  public void warning(String line) {
    warnings.add(line);
  }

  /** Adds what was checked and is right. */
  public void success(String line) {
    successes.add(line);
  }

  /**
   * Reads settings as a feature does.
   *
   * @param reading throws an {@code IllegalArgumentException} whose message names the setting
   */
  public void attempt(Runnable reading) {
    try {
      reading.run();
    } catch (IllegalArgumentException e) {
      fault(String.valueOf(e.getMessage()));
    }
  }

  public List<String> faults() {
    return List.copyOf(faults);
  }

  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  public List<String> successes() {
    return List.copyOf(successes);
  }
}
