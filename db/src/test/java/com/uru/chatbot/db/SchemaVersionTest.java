package com.uru.chatbot.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class SchemaVersionTest {
  @Test
  void isTheNumberOfTheLastMigration() throws IOException, SQLException {
    try (TestDatabase database = new TestDatabase()) {
      database.migrate();
      try (Connection application = database.application()) {
        assertThat(SchemaVersion.of(application)).isEqualTo(SchemaVersion.CURRENT);
      }
    }
  }
}
