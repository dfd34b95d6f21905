package com.uru.chatbot.web.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorsOriginsTest {
  @Test
  void allowsExactlyTheOriginsOfTheList() {
    CorsOrigins origins =
        CorsOrigins.parse(" https://portal.example.org, http://localhost:5173 ,http://[::1]:8080");

    assertThat(origins.allow("https://portal.example.org")).isTrue();
    assertThat(origins.allow("http://localhost:5173")).isTrue();
    assertThat(origins.allow("http://[::1]:8080")).isTrue();
    assertThat(origins.allow("http://portal.example.org")).isFalse();
    assertThat(origins.allow("https://portal.example.org:8443")).isFalse();
    assertThat(origins.allow("https://portal.example.org.example.com")).isFalse();
    assertThat(origins.allow("https://sub.portal.example.org")).isFalse();
    assertThat(origins.allow("null")).isFalse();
  }

  @Test
  void allowsNoneWithoutASetting() {
    assertThat(CorsOrigins.parse("")).isEqualTo(CorsOrigins.NONE);
    assertThat(CorsOrigins.parse(" , ")).isEqualTo(CorsOrigins.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "null",
        "https://*.example.org",
        "portal.example.org",
        "https://portal.example.org/",
        "https://Portal.example.org",
        "https://portal.example.org:443",
        "http://portal.example.org:80",
        "ftp://portal.example.org"
      })
  void refusesWhatNoBrowserSends(String setting) {
    assertThatThrownBy(() -> CorsOrigins.parse(setting))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(setting);
  }
}
