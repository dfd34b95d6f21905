package com.uru.chatbot.identity.user;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The rule for domain names that have letters of a script from right to left (RFC 5893, section 2):
 * it refuses labels that would be displayed in an order in which they can be taken for others.
 */
final class BidiRule {
  /**
   * A label from right to left, in the classes of {@link #directions}: it ends with a letter or a
   * digit and has digits of one kind only.
   */
  private static final Pattern RIGHT_TO_LEFT =
      Pattern.compile("(?!.*(?:E.*A|A.*E))R(?:[RAEon]*[RAE])?n*");

  /** A label from left to right. */
  private static final Pattern LEFT_TO_RIGHT = Pattern.compile("L(?:[LEon]*[LE])?n*");

  private static final Pattern MAKES_BIDI = Pattern.compile("[RA]");

  private BidiRule() {}

  /** Returns whether a label, in Unicode, makes the rule apply to all labels of its domain. */
  static boolean isBidi(String label) {
    return MAKES_BIDI.matcher(directions(label)).find();
  }

  /** Returns whether a label, in Unicode, is allowed in a domain to which the rule applies. */
  static boolean allows(String label) {
    String directions = directions(label);
    return RIGHT_TO_LEFT.matcher(directions).matches()
        || LEFT_TO_RIGHT.matcher(directions).matches();
  }

  /** Returns one letter for the class of each code point. */
  private static String directions(String label) {
    return label.codePoints().mapToObj(BidiRule::direction).collect(Collectors.joining());
  }

  private static String direction(int codePoint) {
    return switch (Character.getDirectionality(codePoint)) {
      case Character.DIRECTIONALITY_LEFT_TO_RIGHT -> "L";
      case Character.DIRECTIONALITY_RIGHT_TO_LEFT, Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC ->
          "R";
      case Character.DIRECTIONALITY_ARABIC_NUMBER -> "A";
      case Character.DIRECTIONALITY_EUROPEAN_NUMBER -> "E";
      case Character.DIRECTIONALITY_EUROPEAN_NUMBER_SEPARATOR,
          Character.DIRECTIONALITY_EUROPEAN_NUMBER_TERMINATOR,
          Character.DIRECTIONALITY_COMMON_NUMBER_SEPARATOR,
          Character.DIRECTIONALITY_OTHER_NEUTRALS,
          Character.DIRECTIONALITY_BOUNDARY_NEUTRAL ->
          "o";
      case Character.DIRECTIONALITY_NONSPACING_MARK -> "n";
      default -> "x";
    };
  }
}
