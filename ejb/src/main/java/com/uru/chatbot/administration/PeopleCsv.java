package com.uru.chatbot.administration;

import com.uru.chatbot.shared.DomainException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a file of people: UTF-8, comma, semicolon or tab between the values, the columns named in
 * the first line. Values are text, also if they look like formulas.
 */
final class PeopleCsv {
  static final int MAX_PEOPLE = 10_000;

  private static final String COLUMNS = "email, displayName and role";
  private static final String UTF_8_ADVICE =
      " Save it as CSV in UTF-8; in Excel that is “CSV UTF-8 (Comma delimited)”.";
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final CSVParser parser;
  private final List<Line> lines = new ArrayList<>();

  private PeopleCsv(CSVParser parser) {
    this.parser = parser;
  }

  /**
   * A person in the file; nothing is checked yet.
   *
   * @param number of the line in the file, from 1
   * @param complete whether the line has as many values as the first one
   */
  record Line(int number, String email, String displayName, String role, boolean complete) {}

  /**
   * Returns the people of a file.
   *
   * @throws DomainException {@code VALIDATION_FAILED} if the file cannot be read to its end
   */
  static List<Line> read(byte[] file) {
    String text = decode(file);
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setDelimiter(delimiter(text))
            .setIgnoreSurroundingSpaces(true)
            .setIgnoreEmptyLines(false)
            .get();
    try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
      return new PeopleCsv(parser).read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String decode(byte[] file) {
    if (startsWith(file, 'P', 'K', 3, 4)) {
      throw refused("This is a workbook or a ZIP file and not a CSV file." + UTF_8_ADVICE);
    }
    if (startsWith(file, 0xFE, 0xFF) || startsWith(file, 0xFF, 0xFE)) {
      throw refused("The file is in UTF-16." + UTF_8_ADVICE);
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer text = CharBuffer.allocate(file.length);
    CoderResult result = decoder.decode(ByteBuffer.wrap(file), text, true);
    text.flip();
    if (result.isError()) {
      long line = 1 + text.chars().filter(each -> each == '\n').count();
      throw refused("Line " + line + " is not in UTF-8." + UTF_8_ADVICE);
    }
    String decoded = text.toString();
    if (decoded.indexOf('\0') >= 0) {
      throw refused("The file is not text: it has NUL characters." + UTF_8_ADVICE);
    }
    return decoded.isEmpty() || decoded.charAt(0) != BYTE_ORDER_MARK
        ? decoded
        : decoded.substring(1);
  }

  private static boolean startsWith(byte[] file, int... start) {
    for (int i = 0; i < start.length; i++) {
      if (i >= file.length || (file[i] & 0xFF) != start[i]) {
        return false;
      }
    }
    return true;
  }

  /** The names of the columns have none of these characters. */
  private static char delimiter(String text) {
    String header = text.lines().findFirst().orElse("");
    if (header.indexOf(';') >= 0) {
      return ';';
    }
    return header.indexOf('\t') >= 0 ? '\t' : ',';
  }

  private List<Line> read() {
    try {
      List<String> columns = null;
      int number = 1;
      for (CSVRecord values : parser) {
        if (columns == null) {
          columns = columns(values);
        } else if (!isBlank(values)) {
          add(number, columns, values);
        }
        number = (int) parser.getCurrentLineNumber() + 1;
      }
      if (columns == null) {
        throw refused("The file is empty.");
      }
      return lines;
    } catch (UncheckedIOException e) {
      throw refused(
          "Quotation marks are misplaced in or before line "
              + Math.max(1, parser.getCurrentLineNumber())
              + ": a value that has one is put in quotation marks, and its own are doubled.");
    }
  }

  private static List<String> columns(CSVRecord header) {
    List<String> columns = header.stream().map(PeopleCsv::column).toList();
    for (String required : List.of("email", "displayname", "role")) {
      if (columns.indexOf(required) < 0 || columns.size() != 3) {
        throw refused("The first line has to name the columns " + COLUMNS + ", and no others.");
      }
    }
    return columns;
  }

  private static String column(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }

  private static boolean isBlank(CSVRecord values) {
    return values.stream().allMatch(String::isBlank);
  }

  private void add(int number, List<String> columns, CSVRecord values) {
    if (lines.size() == MAX_PEOPLE) {
      throw refused("The file has more than 10,000 people. Divide it.");
    }
    boolean complete = values.size() == columns.size();
    lines.add(
        new Line(
            number,
            value(columns, values, "email"),
            value(columns, values, "displayname"),
            value(columns, values, "role"),
            complete));
  }

  private static String value(List<String> columns, CSVRecord values, String column) {
    int index = columns.indexOf(column);
    return index < values.size() ? values.get(index) : "";
  }

  private static DomainException refused(String message) {
    return DomainException.invalid("file", message);
  }
}
