package com.uru.chatbot.web.operations;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ejb.EJBException;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalFilterTest {
  private static final String EJB = "jakarta.enterprise.ejb.container";
  private static final String JPA = "org.eclipse.persistence.session./file:/uru-ejb.jar_uru";
  private static final String JTA = "javax.enterprise.resource.jta.com.sun.enterprise.transaction";

  private final RefusalFilter filter = new RefusalFilter(null);

  @ParameterizedTest
  @ValueSource(strings = {EJB, JPA, JTA})
  void dropsTheStackTraceOfAnExpectedRefusal(String logger) {
    assertThat(logs(logger, Level.WARNING, "", refusal("55P03"))).isFalse();
    assertThat(logs(logger, Level.WARNING, "", refusal("57014"))).isFalse();
    assertThat(logs(logger, Level.WARNING, "", refusal("23505"))).isFalse();
  }

  @Test
  void dropsTheAnnouncementOfAStackTrace() {
    assertThat(logs(EJB, Level.WARNING, "AS-EJB-00056", null)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {EJB, JPA, JTA})
  void keepsEverythingElse(String logger) {
    assertThat(logs(logger, Level.WARNING, "", refusal("42601"))).isTrue();
    assertThat(logs(logger, Level.WARNING, "", new IllegalStateException())).isTrue();
    assertThat(logs(logger, Level.WARNING, "without an exception", null)).isTrue();
    assertThat(logs(logger, Level.SEVERE, "not deployed", refusal("08001"))).isTrue();
  }

  @Test
  void keepsWhatOtherLoggersSay() {
    assertThat(logs("com.uru.chatbot", Level.WARNING, "", refusal("55P03"))).isTrue();
    assertThat(logs(null, Level.WARNING, "", refusal("55P03"))).isTrue();
  }

  @Test
  void asksTheFilterThatWasThereBefore() {
    LogRecord entry = new LogRecord(Level.INFO, "anything");

    assertThat(new RefusalFilter(any -> false).isLoggable(entry)).isFalse();
    assertThat(new RefusalFilter(any -> true).isLoggable(entry)).isTrue();
  }

  private static Exception refusal(String sqlState) {
    return new EJBException(new PersistenceException(new SQLException("refused", sqlState)));
  }

  private boolean logs(
      @Nullable String logger, Level level, String message, @Nullable Throwable thrown) {
    LogRecord entry = new LogRecord(level, message);
    entry.setLoggerName(logger);
    entry.setThrown(thrown);
    return filter.isLoggable(entry);
  }
}
