package com.uru.chatbot.db;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

@SuppressWarnings("deprecation")
class UrlDataSourceTest {
  private static final String URL = "jdbc:postgresql://first:5433,second:5434/uru";

  private final UrlDataSource dataSource = new UrlDataSource();

  @Test
  void keepsTheHostsOfTheUrlWhenTheServerNameIsSetLater() {
    dataSource.setUrl(URL);
    dataSource.setServerName("localhost");

    assertThat(dataSource.getUrl()).startsWith(URL);
  }

  @Test
  void keepsTheHostsOfTheUrlWhenTheServerNameIsSetBefore() {
    dataSource.setServerName("localhost");
    dataSource.setUrl(URL);

    assertThat(dataSource.getUrl()).startsWith(URL);
  }
}
