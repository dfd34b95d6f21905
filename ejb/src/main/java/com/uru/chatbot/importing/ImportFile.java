package com.uru.chatbot.importing;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * The JSON documents in a file: the file itself, or the {@code conversations*.json} of a ZIP file.
 * Entries of a ZIP file are read in their order, never written, and known by the last part of their
 * names. Their sizes are counted and not believed.
 */
final class ImportFile {
  private static final Pattern CONVERSATIONS = Pattern.compile("conversations(-\\d{1,9})?\\.json");
  private static final int MAX_ENTRIES = 20_000;

  /** Bytes after decompression, of all entries. */
  private static final long MAX_UNPACKED = 2L << 30;

  /** A text seldom has a fifth of this ratio; a decompression bomb has 1,000. */
  private static final long MAX_RATIO = 200;

  private static final long UNPACKED_WITHOUT_RATIO = 64L << 20;

  private static final int[] ZIP_ENTRY = {'P', 'K', 3, 4};
  private static final int[] ZIP_END = {'P', 'K', 5, 6};
  private static final int ZIP_END_LENGTH = 22;
  private static final int MAX_ZIP_COMMENT = 0xFFFF;

  private final Path path;

  ImportFile(Path path) {
    this.path = path;
  }

  /** What is done with a document. */
  @FunctionalInterface
  interface DocumentAction {
    /** Reads the document to its end. */
    void on(Reader document) throws IOException;
  }

  /**
   * Reads the documents, one after another.
   *
   * @throws com.uru.chatbot.shared.DomainException {@code VALIDATION_FAILED} if it is no such file,
   *     or is damaged, incomplete or larger than it may be
   */
  void forEachDocument(DocumentAction action) throws IOException {
    byte[] start = start();
    if (start.length == 0) {
      throw FileRefusal.of("The file is empty.");
    }
    if (startsWith(start, ZIP_ENTRY)) {
      requireZipEnd();
      readZip(action);
    } else if (startsWith(start, ZIP_END)) {
      throw FileRefusal.of("The ZIP file is empty.");
    } else if (startsWith(start, 0xFE, 0xFF) || startsWith(start, 0xFF, 0xFE)) {
      throw FileRefusal.of(FileRefusal.NOT_UTF_8);
    } else {
      try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
        action.on(utf8(in));
      }
    }
  }

  private byte[] start() throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(ZIP_ENTRY.length);
    }
  }

  private static boolean startsWith(byte[] bytes, int... start) {
    return bytes.length >= start.length && matches(bytes, 0, start);
  }

  private static boolean matches(byte[] bytes, int offset, int... expected) {
    for (int i = 0; i < expected.length; i++) {
      if ((bytes[offset + i] & 0xFF) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /** Reports malformed input, where {@code InputStreamReader} with a name replaces it. */
  private static Reader utf8(InputStream in) {
    return new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder());
  }

  /** Finds the record that ends every ZIP file: one that was cut off has none. */
  private void requireZipEnd() throws IOException {
    long size = Files.size(path);
    long from = Math.max(0, size - ZIP_END_LENGTH - MAX_ZIP_COMMENT);
    try (InputStream in = Files.newInputStream(path)) {
      in.skipNBytes(from);
      byte[] tail = in.readAllBytes();
      for (int at = tail.length - ZIP_END_LENGTH; at >= 0; at--) {
        if (matches(tail, at, ZIP_END)) {
          return;
        }
      }
    }
    throw FileRefusal.of(FileRefusal.INCOMPLETE);
  }

  private void readZip(DocumentAction action) throws IOException {
    int entries = 0;
    boolean found = false;
    boolean nested = false;
    try (ZipInputStream zip =
        new ZipInputStream(new BufferedInputStream(Files.newInputStream(path)))) {
      Unpacked unpacked = new Unpacked(zip, Files.size(path));
      for (ZipEntry entry = unpacked.next(); entry != null; entry = unpacked.next()) {
        entries++;
        if (entries > MAX_ENTRIES) {
          throw FileRefusal.of("The ZIP file has more than 20,000 entries.");
        }
        String name = fileName(entry);
        nested |= name.endsWith(".zip");
        if (CONVERSATIONS.matcher(name).matches()) {
          found = true;
          action.on(utf8(new BufferedInputStream(unpacked)));
        }
      }
    }
    if (!found) {
      throw FileRefusal.of(
          nested
              ? "The ZIP file has another ZIP file in it. Unpack it, and choose the inner one."
              : "The ZIP file has no conversations.json. Choose the file as it was exported.");
    }
  }

  private static String fileName(ZipEntry entry) {
    String name = entry.getName();
    int start = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1;
    return name.substring(start).toLowerCase(Locale.ROOT);
  }

  /**
   * The content of one entry after the other. Counts the bytes, also of entries that are skipped.
   */
  private static final class Unpacked extends FilterInputStream {
    private final ZipInputStream zip;
    private final long packed;
    private final byte[] skipped = new byte[8192];
    private long count;

    Unpacked(ZipInputStream zip, long packed) {
      super(zip);
      this.zip = zip;
      this.packed = packed;
    }

    /** Goes to the next entry; returns null after the last one. */
    ZipEntry next() throws IOException {
      try {
        while (read(skipped, 0, skipped.length) >= 0) {
          // Only counted.
        }
        return zip.getNextEntry();
      } catch (ZipException | EOFException | IllegalArgumentException e) {
        throw FileRefusal.of(FileRefusal.INCOMPLETE);
      }
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        int read = zip.read(buffer, offset, length);
        count += Math.max(0, read);
        if (count > MAX_UNPACKED
            || (count > UNPACKED_WITHOUT_RATIO && count / MAX_RATIO > packed)) {
          throw FileRefusal.of("The ZIP file is too large when it is unpacked.");
        }
        return read;
      } catch (ZipException | EOFException e) {
        throw FileRefusal.of("The ZIP file is damaged. Download or export it again.");
      }
    }

    @Override
    public void close() {
      // The archive is closed, not the entry.
    }
  }
}
