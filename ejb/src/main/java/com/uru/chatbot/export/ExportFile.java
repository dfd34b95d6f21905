package com.uru.chatbot.export;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A file that is written while it is read.
 *
 * @param name a name that every file system takes, with its extension
 * @param content writes the bytes
 */
public record ExportFile(String name, String mediaType, Content content) {
  /** Writes the bytes of a file. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes all bytes; does not close the stream.
     *
     * @throws IOException if the reader is gone
     * @throws com.uru.chatbot.shared.DomainException if what is exported is deleted meanwhile
     */
    void writeTo(OutputStream out) throws IOException;
  }
}
