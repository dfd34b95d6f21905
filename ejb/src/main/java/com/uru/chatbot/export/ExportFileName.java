package com.uru.chatbot.export;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * File names that every file system takes: without characters that Windows, macOS or Linux reserve,
 * without names of devices, and short enough for all of them.
 */
public final class ExportFileName {
  private static final String FALLBACK = "Conversation";

  /** Code points; in UTF-8 at most 240 bytes, where file systems take 255 with the extension. */
  private static final int MAX_LENGTH = 60;

  /** Reserved on some system, or without a visible form: controls, separators and formats. */
  private static final Pattern RESERVED =
      Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Co}\\p{Cn}<>:\"/\\\\|?*]+");

  private static final Pattern EDGES = Pattern.compile("^[\\s.]+|[\\s.]+$");
  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern DEVICE =
      Pattern.compile("(?i)(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9¹²³])(\\..*)?");

  private ExportFileName() {}

  /** Returns a name without an extension for a file about this title. */
  public static String of(String title) {
    String name = SPACES.matcher(RESERVED.matcher(title).replaceAll(" ")).replaceAll(" ");
    name = trimmed(name);
    if (name.codePointCount(0, name.length()) > MAX_LENGTH) {
      name = trimmed(name.substring(0, name.offsetByCodePoints(0, MAX_LENGTH)));
    }
    if (name.isEmpty()) {
      return FALLBACK;
    }
    return DEVICE.matcher(name).matches() ? "_" + name : name;
  }

  private static String trimmed(String name) {
    return EDGES.matcher(name).replaceAll("");
  }

  /** Makes names unique within one archive, also where upper and lower case are the same. */
  static final class Unique {
    private final Set<String> taken = new HashSet<>();

    /** Returns this name, with a number if it was given before. */
    String of(String name) {
      String candidate = name;
      for (int number = 2; !taken.add(candidate.toLowerCase(Locale.ROOT)); number++) {
        candidate = name + " (" + number + ")";
      }
      return candidate;
    }
  }
}
