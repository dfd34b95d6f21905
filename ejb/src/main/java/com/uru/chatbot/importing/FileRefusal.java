package com.uru.chatbot.importing;

import com.uru.chatbot.shared.DomainException;

/** Why a file cannot be imported at all. */
final class FileRefusal {
  static final String NOT_UTF_8 = "The file is not in UTF-8. Choose the file as it was exported.";
  static final String INCOMPLETE = "The file is incomplete. Download or export it again.";
  static final String UNKNOWN =
      "The file is neither an export of Uru nor one of ChatGPT. Choose a ZIP file or"
          + " conversations.json.";

  private FileRefusal() {}

  /** Returns the problem {@code VALIDATION_FAILED} with this reason. */
  static DomainException of(String reason) {
    return DomainException.invalid("file", reason);
  }
}
