package com.uru.chatbot.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.uru.chatbot.administration.PeopleCsv.Line;
import com.uru.chatbot.shared.DomainException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeopleCsvTest {
  private static final String HEADER = "email,displayName,role\n";

  private static List<Line> read(String text) {
    return PeopleCsv.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertRefused(byte[] file, String reason) {
    assertThatExceptionOfType(DomainException.class)
        .isThrownBy(() -> PeopleCsv.read(file))
        .withMessageContaining(reason);
  }

  private static void assertRefused(String text, String reason) {
    assertRefused(text.getBytes(StandardCharsets.UTF_8), reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "email,displayName,role\nzoe@example.org,Zoë,user\n",
        "\uFEFFemail;displayName;role\r\nzoe@example.org;Zoë;user\r\n",
        "Email\tDisplayName\tROLE\nzoe@example.org\tZoë\tuser",
        "role, email, displayName\n user , \"zoe@example.org\" , Zoë \n",
      })
  void readsWhatSpreadsheetProgramsWrite(String text) {
    assertThat(read(text))
        .singleElement()
        .isEqualTo(new Line(2, "zoe@example.org", "Zoë", "user", true));
  }

  @Test
  void numbersTheLinesOfTheFileAndSkipsEmptyOnes() {
    assertThat(read(HEADER + "\na@b.org,\"Two\nlines\",user\n,,\nc@d.org,\"Say \"\"hi\"\"\",admin"))
        .extracting(Line::number, Line::displayName)
        .containsExactly(tuple(3, "Two\nlines"), tuple(6, "Say \"hi\""));
  }

  @Test
  void takesFormulasAsText() {
    assertThat(read(HEADER + "a@b.org,\"=HYPERLINK(\"\"http://x\"\")\",user"))
        .extracting(Line::displayName)
        .containsExactly("=HYPERLINK(\"http://x\")");
  }

  @Test
  void marksLinesWithTooFewOrTooManyValues() {
    assertThat(read(HEADER + "a@b.org,A\nc@d.org,C,user,more\n"))
        .extracting(Line::complete)
        .containsExactly(false, false);
  }

  @Test
  void refusesAFileWithoutTheNamesOfItsColumns() {
    assertRefused("a@b.org,A,user\n", "The first line has to name the columns");
    assertRefused("email,displayName,role,rank\n", "and no others");
    assertRefused("email,email,role\n", "The first line has to name the columns");
    assertRefused("", "The file is empty");
  }

  @Test
  void refusesOtherCharsetsWithTheLine() {
    byte[] latin =
        (HEADER + "a@b.org,Anna,user\nz@b.org,Zoë,user\n").getBytes(StandardCharsets.ISO_8859_1);
    assertRefused(latin, "Line 3 is not in UTF-8. Save it as CSV in UTF-8");
    assertRefused(
        HEADER.getBytes(Charset.forName("UTF-16")),
        "The file is in UTF-16. Save it as CSV in UTF-8");
    assertRefused("email\0,displayName,role\n", "NUL");
    assertRefused(new byte[] {'P', 'K', 3, 4, 20}, "This is a workbook or a ZIP file");
  }

  @Test
  void refusesQuotationMarksThatDoNotEnd() {
    assertRefused(HEADER + "a@b.org,\"A,user\nc@d.org,C,user\n", "Quotation marks are misplaced");
    assertRefused(
        HEADER + "a@b.org,\"A\"x,user\n", "Quotation marks are misplaced in or before line");
  }

  @Test
  void reads10000PeopleAndRefusesMore() {
    String line = "a@b.org,A,user\n";
    assertThat(read(HEADER + line.repeat(10_000))).hasSize(10_000);
    assertRefused(HEADER + line.repeat(10_001), "more than 10,000 people");
  }
}
