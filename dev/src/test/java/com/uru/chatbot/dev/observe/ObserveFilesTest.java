package com.uru.chatbot.dev.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in deploy/observe, and what the documentation says about it. */
class ObserveFilesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path OBSERVE = ROOT.resolve("deploy/observe");
  private static final Set<String> NOT_OF_NODES = Set.of("up", "ALERTS");

  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][\\w:]*");
  private static final Set<String> OPERATORS = Set.of("and", "or");

  @Test
  void rulesUseOnlyMetricsThatExist() throws IOException {
    for (String file : List.of("alerts.yml", "slo.yml")) {
      assertThat(names(expressions(text(OBSERVE.resolve(file))))).as(file).isSubsetOf(known());
    }
  }

  @Test
  void theDashboardUsesOnlyMetricsThatExist() throws IOException {
    List<String> expressions = new ArrayList<>();
    try (JsonReader reader =
        Json.createReader(new StringReader(text(OBSERVE.resolve("grafana/dashboards/uru.json"))))) {
      for (JsonValue panel : reader.readObject().getJsonArray("panels")) {
        for (JsonObject target :
            panel.asJsonObject().getJsonArray("targets").getValuesAs(JsonObject.class)) {
          expressions.add(target.getString("expr"));
        }
      }
    }

    assertThat(expressions).hasSizeGreaterThan(10);
    assertThat(names(expressions)).isSubsetOf(known());
  }

  @Test
  void theQueriesOfTheObjectivesUseOnlyMetricsThatExist() throws IOException {
    List<String> queries = all(text(ROOT.resolve("docs/slo.md")), "(?s)```promql\n(.*?)```");

    assertThat(queries).hasSizeGreaterThan(3);
    assertThat(names(queries)).isSubsetOf(known());
  }

  @Test
  void everyMetricIsShownOrAlertedOn() throws IOException {
    String used =
        text(OBSERVE.resolve("grafana/dashboards/uru.json"))
            + text(OBSERVE.resolve("alerts.yml"))
            + text(OBSERVE.resolve("slo.yml"));

    assertThat(MetricsTable.types().keySet()).allSatisfy(name -> assertThat(used).contains(name));
  }

  @Test
  void everyAlertHasARunbookWithItsThreeParts() throws IOException {
    String runbooks = text(ROOT.resolve("docs/runbooks.md"));
    List<String> alerts = new ArrayList<>();
    for (String file : List.of("alerts.yml", "slo.yml")) {
      String rules = text(OBSERVE.resolve(file));
      alerts.addAll(all(rules, "(?m)^ +- alert: (\\w+)$"));
      assertThat(all(rules, "(?m)^ +runbook_url: docs/runbooks\\.md#(\\w+)$"))
          .isEqualTo(
              all(rules, "(?m)^ +- alert: (\\w+)$").stream()
                  .map(alert -> alert.toLowerCase(Locale.ROOT))
                  .toList());
    }

    assertThat(all(runbooks, "(?m)^## (\\w+)$")).containsExactlyElementsOf(alerts);
    for (String alert : alerts) {
      assertThat(section(runbooks, alert))
          .as(alert)
          .contains("**Users see**", "**Confirm.**", "**Do.**");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"check rules alerts.yml slo.yml", "test rules rules.test.yml"})
  void promtoolAcceptsTheRulesAndTheirTests(String arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments.split(" ")));
    Process promtool;
    try {
      promtool =
          new ProcessBuilder(command).directory(OBSERVE.toFile()).redirectErrorStream(true).start();
    } catch (IOException e) {
      missing();
      return;
    }
    String output = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(promtool.waitFor()).as(output).isZero();
  }

  private static void missing() {
    String line = "No promtool (Debian: prometheus): the alert rules are not tried.";
    if ("required".equals(System.getProperty("promtool"))) {
      throw new AssertionError(line + " They have to be (-Dpromtool=required).");
    }
    abort(line);
  }

  /** Returns the names of all series: those of the table with their parts, and of the server. */
  private static Set<String> known() throws IOException {
    Set<String> known = new HashSet<>(NOT_OF_NODES);
    MetricsTable.types()
        .forEach(
            (name, type) -> {
              if (type.equals("histogram")) {
                Stream.of("_bucket", "_count", "_sum").forEach(part -> known.add(name + part));
              } else {
                known.add(name);
              }
            });
    known.addAll(all(text(OBSERVE.resolve("slo.yml")), "(?m)^ +- record: (\\S+)$"));
    String servers =
        all(text(ROOT.resolve("docs/operations.md")), "(?s)(Of the server's own metrics.*?)\n\n")
            .get(0);
    known.addAll(all(servers, "`(\\w+)`"));
    return known;
  }

  /** Returns the expressions of a file of rules. */
  private static List<String> expressions(String rules) {
    List<String> expressions = new ArrayList<>(all(rules, "(?m)^ +expr: ([^|\\s].*)$"));
    expressions.addAll(all(rules, "(?m)^ +expr: \\|\n((?:          .*\n)+)"));
    return expressions;
  }

  /** Returns the names of series in expressions of PromQL. */
  private static Set<String> names(List<String> expressions) {
    Set<String> names = new HashSet<>();
    for (String expression : expressions) {
      String plain =
          expression
              .replaceAll("\\{[^}]*}", "{}")
              .replaceAll("\\[[^]]*]", "[]")
              .replaceAll("\\b(by|without) \\([^)]*\\)", " ")
              .replaceAll("\\b[a-z_0-9]+\\s*\\(", "(");
      Matcher name = NAME.matcher(plain);
      while (name.find()) {
        if (!OPERATORS.contains(name.group())) {
          names.add(name.group());
        }
      }
    }
    assertThat(names).isNotEmpty();
    return names;
  }

  private static String section(String document, String title) {
    int begin = document.indexOf("## " + title + "\n");
    int end = document.indexOf("\n## ", begin + 1);
    return document.substring(begin, end < 0 ? document.length() : end);
  }

  private static List<String> all(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(match -> match.group(1)).toList();
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file);
  }
}
