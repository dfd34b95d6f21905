package com.uru.chatbot.web.pages;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** All files by path, and which paths are pages of the single-page application. */
final class StaticFiles {
  /** The pages of the contract; the application itself decides what to show on them. */
  private static final Pattern PAGE =
      Pattern.compile(
          "/|/sign-in|/set-password|/c/[^/]+|/settings(/[^/]+)?|/shared(/[^/]+)?|/admin(/[^/]+)?");

  private static final String INDEX = "/index.html";
  private static final String DOCS = "/docs";

  private final Map<String, StaticFile> files;

  private StaticFiles(Map<String, StaticFile> files) {
    this.files = Map.copyOf(files);
  }

  /** Joins every file with its compressed twins. */
  static StaticFiles of(Map<String, byte[]> contents) {
    Map<String, StaticFile> files = new HashMap<>();
    contents.forEach(
        (path, content) -> {
          if (!isCompressedVariant(path, contents)) {
            files.put(path, new StaticFile(path, codingsOf(path, content, contents)));
          }
        });
    return new StaticFiles(files);
  }

  /** What is served at a path: a file, or the application at one of its pages. */
  Optional<StaticFile> at(String path) {
    if (PAGE.matcher(path).matches()) {
      return application();
    }
    if (path.equals(DOCS)) {
      return Optional.ofNullable(files.get(DOCS + INDEX));
    }
    return Optional.ofNullable(files.get(path));
  }

  Optional<StaticFile> application() {
    return Optional.ofNullable(files.get(INDEX));
  }

  private static boolean isCompressedVariant(String path, Map<String, byte[]> contents) {
    for (ContentCoding coding : ContentCoding.values()) {
      String suffix = coding.fileSuffix();
      if (!suffix.isEmpty()
          && path.endsWith(suffix)
          && contents.containsKey(path.substring(0, path.length() - suffix.length()))) {
        return true;
      }
    }
    return false;
  }

  private static Map<ContentCoding, byte[]> codingsOf(
      String path, byte[] content, Map<String, byte[]> contents) {
    Map<ContentCoding, byte[]> codings = new EnumMap<>(ContentCoding.class);
    for (ContentCoding coding : ContentCoding.values()) {
      byte[] twin = contents.get(path + coding.fileSuffix());
      if (twin != null && (coding == ContentCoding.IDENTITY || twin.length < content.length)) {
        codings.put(coding, twin);
      }
    }
    return codings;
  }
}
