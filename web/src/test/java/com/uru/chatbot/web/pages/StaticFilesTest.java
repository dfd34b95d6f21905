package com.uru.chatbot.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StaticFilesTest {
  private static final String SCRIPT = "/assets/index-B_ArEO0M.js";

  private final StaticFiles files =
      StaticFiles.of(
          files(
              "/index.html",
              "the application",
              "/index.html.br",
              "smaller",
              "/favicon.svg",
              "icon",
              "/favicon.svg.gz",
              "larger than the icon itself",
              "/docs/index.html",
              "the reference",
              SCRIPT,
              "a long script",
              SCRIPT + ".br",
              "short",
              SCRIPT + ".gz",
              "shorter"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/sign-in",
        "/c/0193a0f4-0000-7000-8000-000000000001",
        "/settings",
        "/settings/key",
        "/shared",
        "/shared/token",
        "/admin",
        "/admin/users"
      })
  void answersEveryPageWithTheApplication(String page) {
    assertThat(text(page)).isEqualTo("the application");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/c",
        "/c/",
        "/c/a/b",
        "/api/v1/me",
        "/assets/missing.js",
        "/assets/",
        "/sign-in/x",
        "/WEB-INF/web.xml",
        "/../WEB-INF/web.xml",
        "/index.html.br",
        "/INDEX.HTML",
        ""
      })
  void hasNothingAnywhereElse(String path) {
    assertThat(files.at(path)).isEmpty();
  }

  @Test
  void servesFilesAndTheReference() {
    assertThat(text("/favicon.svg")).isEqualTo("icon");
    assertThat(text("/docs")).isEqualTo("the reference");
  }

  @Test
  void keepsHashedFilesForeverAndAsksForAllOthers() {
    assertThat(file(SCRIPT).cacheControl()).isEqualTo("public, max-age=31536000, immutable");
    assertThat(file("/").cacheControl()).isEqualTo("no-cache");
    assertThat(file("/favicon.svg").cacheControl()).isEqualTo("no-cache");
  }

  @ParameterizedTest
  @CsvSource({
    "/,text/html; charset=utf-8",
    "/assets/index-B_ArEO0M.js,text/javascript; charset=utf-8",
    "/favicon.svg,image/svg+xml"
  })
  void tellsTheMediaType(String path, String mediaType) {
    assertThat(file(path).mediaType()).isEqualTo(mediaType);
  }

  @ParameterizedTest
  @CsvSource({
    "'br, gzip',BROTLI",
    "'gzip, deflate, br',BROTLI",
    "GZIP,GZIP",
    "'br;q=0, gzip;q=0.5',GZIP",
    "'br;q=0, *',GZIP",
    "'gzip;q=1.0, br;q=0.1',GZIP",
    "'gzip;q=0.5, br;q=0.5',BROTLI",
    "'gzip;q=0.5, *;q=0.8',BROTLI",
    "'gzip;q=0.5, br;q=0.1, identity',IDENTITY",
    "'identity, gzip',GZIP",
    "*,BROTLI",
    "deflate,IDENTITY",
    "'',IDENTITY",
    "'br;q=x',IDENTITY",
    ",IDENTITY"
  })
  void choosesTheBestCodingThatTheClientTakes(String acceptEncoding, ContentCoding expected) {
    assertThat(ContentCoding.choose(acceptEncoding, file(SCRIPT).codings())).isEqualTo(expected);
  }

  @Test
  void doesNotOfferATwinThatIsLarger() {
    assertThat(file("/favicon.svg").codings()).containsExactly(ContentCoding.IDENTITY);
  }

  @Test
  void recognisesWhatTheClientHas() {
    StaticFile script = file(SCRIPT);
    String etag = script.etag(ContentCoding.BROTLI);

    assertThat(script.isUnchanged(etag, ContentCoding.BROTLI)).isTrue();
    assertThat(script.isUnchanged("W/" + etag, ContentCoding.BROTLI)).isTrue();
    assertThat(script.isUnchanged("\"old\", " + etag, ContentCoding.BROTLI)).isTrue();
    assertThat(script.isUnchanged("*", ContentCoding.BROTLI)).isTrue();
    assertThat(script.isUnchanged(etag, ContentCoding.GZIP)).isFalse();
    assertThat(script.isUnchanged("\"old\"", ContentCoding.BROTLI)).isFalse();
    assertThat(script.isUnchanged(null, ContentCoding.BROTLI)).isFalse();
  }

  @Test
  void changesTheTagWithTheContent() {
    StaticFile other = StaticFiles.of(files("/index.html", "new")).at("/").orElseThrow();

    assertThat(other.etag(ContentCoding.IDENTITY))
        .isNotEqualTo(file("/").etag(ContentCoding.IDENTITY));
  }

  private StaticFile file(String path) {
    return files.at(path).orElseThrow();
  }

  private String text(String path) {
    return new String(file(path).content(ContentCoding.IDENTITY), StandardCharsets.UTF_8);
  }

  private static Map<String, byte[]> files(String... pathsAndContents) {
    Map<String, byte[]> files = new HashMap<>();
    for (int i = 0; i < pathsAndContents.length; i += 2) {
      files.put(pathsAndContents[i], pathsAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    return files;
  }
}
