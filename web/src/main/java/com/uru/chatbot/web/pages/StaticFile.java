package com.uru.chatbot.web.pages;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file of the user interface with its compressed twins, and what HTTP says about it. */
final class StaticFile {
  private static final String HASHED_FOLDER = "/assets/";
  private static final int ETAG_BYTES = 12;

  private static final Map<String, String> MEDIA_TYPES =
      Map.ofEntries(
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("map", "application/json"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("png", "image/png"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("txt", "text/plain; charset=utf-8"),
          Map.entry("wasm", "application/wasm"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("webp", "image/webp"),
          Map.entry("woff2", "font/woff2"));

  private final String path;
  private final String digest;
  private final Map<ContentCoding, byte[]> contents;

  /**
   * A file.
   *
   * @param path where it is served, beginning with a slash
   * @param contents its bytes as they are, and compressed where that exists
   */
  StaticFile(String path, Map<ContentCoding, byte[]> contents) {
    this.path = path;
    this.contents = new EnumMap<>(contents);
    this.digest = digest(content(ContentCoding.IDENTITY));
  }

  Set<ContentCoding> codings() {
    return contents.keySet();
  }

  byte[] content(ContentCoding coding) {
    return Objects.requireNonNull(contents.get(coding), path);
  }

  /** Differs for each coding, as the bytes do (RFC 9110 section 8.8.3.3). */
  String etag(ContentCoding coding) {
    return "\"" + digest + "-" + coding.token() + "\"";
  }

  String mediaType() {
    String extension = path.substring(path.lastIndexOf('.') + 1);
    return MEDIA_TYPES.getOrDefault(extension, "application/octet-stream");
  }

  /** The build puts a hash of the content into the names below {@code /assets}. */
  String cacheControl() {
    return path.startsWith(HASHED_FOLDER) ? "public, max-age=31536000, immutable" : "no-cache";
  }

  /** Whether the client has this already (RFC 9110 section 13.1.2). */
  boolean isUnchanged(@Nullable String ifNoneMatch, ContentCoding coding) {
    if (ifNoneMatch == null) {
      return false;
    }
    for (String tag : ifNoneMatch.split(",", -1)) {
      String opaque = tag.strip();
      if (opaque.equals("*") || opaque.replaceFirst("^W/", "").equals(etag(coding))) {
        return true;
      }
    }
    return false;
  }

  private static String digest(byte[] content) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(content), 0, ETAG_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
