package com.uru.chatbot.web.operations;

import com.uru.chatbot.db.SchemaVersion;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** This node can serve: its database answers within a second and has the schema of this release. */
@ApplicationScoped
@Readiness
public class DatabaseReadiness implements HealthCheck {
  private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(1);

  @Resource(lookup = "java:app/jdbc/uru")
  @SuppressWarnings("NullAway.Init")
  private DataSource database;

  @Resource
  @SuppressWarnings("NullAway.Init")
  private ManagedExecutorService executor;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("database").status(isReady()).build();
  }

  /** A newer schema serves as well: migrations only add, and nodes are replaced one by one. */
  private boolean isReady() {
    try {
      Future<Integer> version = executor.submit(this::schemaVersion);
      try {
        return version.get(QUERY_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
            >= SchemaVersion.CURRENT;
      } finally {
        version.cancel(true);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
      return false;
    }
  }

  private int schemaVersion() throws SQLException {
    try (Connection connection = database.getConnection()) {
      return SchemaVersion.of(connection);
    }
  }
}
