package com.uru.chatbot.db;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Exit codes of the commands of an installation, after {@code sysexits.h}. */
public final class ExitCode {
  public static final int OK = 0;

  /** The command was called in a way that it does not know. */
  public static final int USAGE = 64;

  /** The file that was given is not what it should be. */
  public static final int BAD_DATA = 65;

  /** The database does not answer, or can only be read: trying again later may help. */
  public static final int UNAVAILABLE = 69;

  /** The work failed for a reason that is not named here. */
  public static final int FAILED = 70;

  /** A file cannot be read or written. */
  public static final int FILE = 74;

  /** A setting is missing or wrong: trying again does not help. */
  public static final int MISCONFIGURED = 78;

  private static final String CONNECTION = "08";
  private static final String RESOURCES = "53";
  private static final String SHUTDOWN_OR_START = "57P";
  private static final String AUTHORIZATION = "28";
  private static final String NO_SUCH_DATABASE = "3D";
  private static final String READ_ONLY = "25006";

  private ExitCode() {}

  /** Returns the exit code of a job that a database has ended in this way. */
  public static int of(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    if (isTemporary(failure) || state.equals(READ_ONLY)) {
      return UNAVAILABLE;
    }
    boolean refused = state.startsWith(AUTHORIZATION) || state.startsWith(NO_SUCH_DATABASE);
    return refused ? MISCONFIGURED : FAILED;
  }

  /** Returns whether the database is away, starting, stopping or out of connections. */
  static boolean isTemporary(SQLException failure) {
    @Nullable String state = failure.getSQLState();
    return state != null
        && (state.startsWith(CONNECTION)
            || state.startsWith(RESOURCES)
            || state.startsWith(SHUTDOWN_OR_START));
  }
}
