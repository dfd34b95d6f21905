package com.uru.chatbot.web.usage;

import com.uru.chatbot.web.usage.UsageBody.ItemBody;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A report as a CSV file (RFC 4180). */
final class UsageCsv {
  /** As an alternative to JSON that only those get who ask for it. */
  static final String MEDIA_TYPE = "text/csv;charset=utf-8;qs=0.5";

  /** Begins what spreadsheet programs calculate. */
  private static final String FORMULA = "=+-@\t\r";

  private UsageCsv() {}

  private record Column(String name, Function<ItemBody, @Nullable Object> value) {}

  private static final Column DAY = new Column("day", ItemBody::day);
  private static final Column MODEL = new Column("model", ItemBody::model);
  private static final List<Column> USER =
      List.of(
          new Column("email", item -> item.user() == null ? null : item.user().email()),
          new Column("name", item -> item.user() == null ? null : item.user().displayName()));
  private static final List<Column> SUMS =
      List.of(
          new Column("answers", ItemBody::answers),
          new Column("prompt_tokens", ItemBody::promptTokens),
          new Column("cached_tokens", ItemBody::cachedTokens),
          new Column("completion_tokens", ItemBody::completionTokens),
          new Column("reasoning_tokens", ItemBody::reasoningTokens),
          new Column("cost", ItemBody::cost),
          new Column("currency", ItemBody::currency));

  /** Returns the file of a report of one user. */
  static Response own(UsageBody report) {
    return file(report, Stream.concat(Stream.of(DAY, MODEL), SUMS.stream()).toList());
  }

  /** Returns the file of a report of a tenant. */
  static Response ofTenant(UsageBody report, AdminUsageResource.GroupBy groupBy) {
    List<Column> columns = new ArrayList<>();
    switch (groupBy) {
      case USER -> columns.addAll(USER);
      case MODEL -> columns.add(MODEL);
      case DAY -> columns.add(DAY);
    }
    columns.addAll(SUMS);
    return file(report, columns);
  }

  private static Response file(UsageBody report, List<Column> columns) {
    String text =
        Stream.concat(
                Stream.of(line(columns, Column::name)),
                report.items().stream()
                    .map(item -> line(columns, column -> text(column.value().apply(item)))))
            .collect(Collectors.joining());
    String name = "uru-usage-" + report.from() + "-" + report.to() + ".csv";
    return Response.ok(text)
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
        .build();
  }

  private static String line(List<Column> columns, Function<Column, String> cell) {
    return columns.stream().map(cell).collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String text(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    String text = value.toString();
    String shown = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    return shown.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0)
        ? "\"" + shown.replace("\"", "\"\"") + "\""
        : shown;
  }
}
