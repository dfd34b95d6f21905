#!/usr/bin/env bash
# SmallRye Config 3.13.4 (io.smallrye.config:smallrye-config) as a plain library, with its default interceptors.
#
# Guess: a value without "${" is taken as it is; items of a list are trimmed, and a backslash escapes the comma only; an unclosed
#   "${" is an error or plain text; a boolean that is none ("enabled") is a conversion error, as it is for a number.
# Seen: "p$$w" becomes "p$w"; "${in" without a brace expands the property "in"; items keep their blanks ("a, b" gives " b"), and
#   every backslash in a list vanishes ("a\b" gives "ab") though not in a single string; "enabled" is false, with a warning only.
# Why it matters: a generated password with two dollar signs is refused by the database and no log says why; "https://a, https://b"
#   never matches its second origin; FEATURE=enabled turns the feature off.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>smallrye-config-changes-values</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>io.smallrye.config</groupId>
      <artifactId>smallrye-config</artifactId>
      <version>3.13.4</version>
    </dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=lib >install.log 2>&1 || { cat install.log >&2; exit 1; }

cat >Probe.java <<'JAVA'
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

class Probe {
  static <T> T read(String raw, Class<T> type) {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withSources(new PropertiesConfigSource(Map.of("key", raw, "in", "other"), "probe", 100))
        .build()
        .getValue("key", type);
  }

  public static void main(String[] args) {
    for (String raw : new String[] {"p$w", "p$$w", "${in", "a\\b"}) {
      System.out.println(raw + " as String: [" + read(raw, String.class) + "]");
    }
    for (String raw : new String[] {"a, b", "a\\,b,c", "a\\b,c"}) {
      System.out.println(raw + " as String[]: [" + String.join("|", read(raw, String[].class)) + "]");
    }
    for (String raw : new String[] {"on", "enabled", "ture"}) {
      System.out.println(raw + " as Boolean: " + read(raw, Boolean.class));
    }
  }
}
JAVA
java -cp 'lib/*' Probe.java 2>warnings.txt | tee seen.txt
grep SRCFG warnings.txt

diff seen.txt - <<'SEEN'
p$w as String: [p$w]
p$$w as String: [p$w]
${in as String: [other]
a\b as String: [a\b]
a, b as String[]: [a| b]
a\,b,c as String[]: [a,b|c]
a\b,c as String[]: [ab|c]
on as Boolean: true
enabled as Boolean: false
ture as Boolean: false
SEEN
