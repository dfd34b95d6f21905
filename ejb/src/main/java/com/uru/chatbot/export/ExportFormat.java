package com.uru.chatbot.export;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The formats of an export. Only {@link #JSON} has all branches and can be imported. */
public enum ExportFormat {
  JSON("application/json", "json"),
  MARKDOWN("text/markdown;charset=UTF-8", "md"),
  HTML("text/html;charset=UTF-8", "html"),
  TEXT("text/plain;charset=UTF-8", "txt");

  private final String mediaType;
  private final String extension;

  ExportFormat(String mediaType, String extension) {
    this.mediaType = mediaType;
    this.extension = extension;
  }

  public String mediaType() {
    return mediaType;
  }

  /** Returns the extension of file names, without the dot. */
  public String extension() {
    return extension;
  }

  /** Returns the format as a word in the API. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the format of a word in the API, or empty if it names none. */
  public static Optional<ExportFormat> ofWireName(String word) {
    return Arrays.stream(values()).filter(format -> format.wireName().equals(word)).findFirst();
  }
}
