package com.uru.chatbot.shared;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Client-made ids meet the database's unique keys: what another user of the tenant already has,
 * nobody can take.
 */
public final class UniqueKeys {
  /** PostgreSQL's SQLSTATE for {@code unique_violation}. */
  private static final String UNIQUE_VIOLATION = "23505";

  private UniqueKeys() {}

  /**
   * Runs an insert whose ids come from the client.
   *
   * @throws DomainException {@code ID_CONFLICT} if one of them is in use
   */
  public static void idConflictOnDuplicate(Runnable insert) {
    try {
      insert.run();
    } catch (RuntimeException e) {
      if (isUniqueViolation(e)) {
        throw new DomainException(ProblemCode.ID_CONFLICT);
      }
      throw e;
    }
  }

  /** Whether a unique key of the database refused this. */
  public static boolean isUniqueViolation(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }
}
