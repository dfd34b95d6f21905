package com.uru.chatbot.web.problem;

import com.uru.chatbot.shared.DomainException;
import com.uru.chatbot.shared.ProblemCode;
import jakarta.ejb.EJBAccessException;
import jakarta.persistence.OptimisticLockException;
import jakarta.resource.ResourceException;
import jakarta.transaction.SystemException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides which problem an exception is, and logs it: ours with cause, the client's briefly. */
public final class Problems {
  private static final Logger LOGGER = System.getLogger(Problems.class.getName());

  /**
   * Classes of SQL states that pass without a change of the request: connection exceptions,
   * insufficient resources (a full disk, too many connections), operator intervention (a shutdown,
   * a statement's time limit) and errors of the system around PostgreSQL.
   */
  private static final Set<String> TRANSIENT_STATE_CLASSES = Set.of("08", "53", "57", "58");

  /**
   * A lock that was not free in time; a server that only reads, while another takes over; two that
   * waited for each other.
   */
  private static final Set<String> TRANSIENT_STATES = Set.of("55P03", "25006", "40P01");

  /**
   * The package of Payara's connection pool. When several threads find out at the same time that
   * all connections are dead, restarting the timer of the pool fails in all but one of them, with
   * an {@link IllegalStateException}.
   */
  private static final String CONNECTION_POOL = "com.sun.enterprise.resource.pool.";

  /** The timer and the proxy of the timer are above the pool. */
  private static final int CONNECTION_POOL_DEPTH = 5;

  private Problems() {}

  /** The problem that the client is told about this exception, logged once. */
  public static Problem of(Throwable thrown) {
    Problem problem =
        thrown instanceof WebApplicationException http ? ofHttp(http) : ofCauses(thrown);
    log(problem, thrown);
    return problem;
  }

  /**
   * Returns whether {@link #of} reports this exception as a refusal, in one line of the log, and
   * not as an error of ours.
   */
  public static boolean isRefusal(Throwable thrown) {
    return ofCauses(thrown).errorId() == null;
  }

  private static Problem ofHttp(WebApplicationException http) {
    return http.getCause() instanceof DomainException refusal
        ? Problem.of(refusal)
        : ofStatus(http.getResponse().getStatus());
  }

  /** Returns the problem for an HTTP status that JAX-RS or the container has set. */
  static Problem ofStatus(int status) {
    return switch (status) {
      case 400 -> Problem.of(ProblemCode.VALIDATION_FAILED);
      case 401 -> Problem.of(ProblemCode.UNAUTHENTICATED);
      case 403 -> Problem.of(ProblemCode.FORBIDDEN);
      case 404 -> Problem.of(ProblemCode.NOT_FOUND);
      case 405 -> Problem.of(ProblemCode.METHOD_NOT_ALLOWED);
      case 406 ->
          Problem.of(
              ProblemCode.UNSUPPORTED_MEDIA_TYPE,
              status,
              "None of the media types in Accept can be given.");
      case 413 -> Problem.of(ProblemCode.PAYLOAD_TOO_LARGE);
      case 415 -> Problem.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE);
      case 429 -> Problem.of(ProblemCode.RATE_LIMITED);
      case 503 -> Problem.unavailable();
      default ->
          status < 500
              ? Problem.of(
                  ProblemCode.VALIDATION_FAILED, status, ProblemCode.VALIDATION_FAILED.title())
              : Problem.internal(ProblemCode.INTERNAL_ERROR.status(), ErrorId.next());
    };
  }

  /** Containers and libraries wrap what happened; the first cause that means something decides. */
  private static Problem ofCauses(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      Optional<Problem> known = ofKnown(cause);
      if (known.isPresent()) {
        return known.get();
      }
    }
    return Problem.internal(ProblemCode.INTERNAL_ERROR.status(), ErrorId.next());
  }

  private static Optional<Problem> ofKnown(Throwable cause) {
    if (cause instanceof DomainException refusal) {
      return Optional.of(Problem.of(refusal));
    }
    if (cause instanceof ConstraintViolationException invalid) {
      return ofViolations(invalid);
    }
    if (cause instanceof EJBAccessException) {
      return Optional.of(Problem.of(ProblemCode.FORBIDDEN));
    }
    if (cause instanceof OptimisticLockException) {
      return Optional.of(Problem.of(ProblemCode.VERSION_CONFLICT));
    }
    if (isDatabaseAway(cause)) {
      return Optional.of(Problem.unavailable());
    }
    return Optional.empty();
  }

  /** A commit that fails is a {@code SystemException} without a cause. */
  private static boolean isDatabaseAway(Throwable cause) {
    if (cause instanceof SQLTransientConnectionException
        || cause instanceof SQLNonTransientConnectionException
        || cause instanceof ResourceException
        || cause instanceof SystemException
        || (cause instanceof IllegalStateException && isOfConnectionPool(cause))) {
      return true;
    }
    if (!(cause instanceof SQLException failure) || failure.getSQLState() == null) {
      return false;
    }
    String state = failure.getSQLState();
    return TRANSIENT_STATES.contains(state)
        || TRANSIENT_STATE_CLASSES.stream().anyMatch(state::startsWith);
  }

  private static boolean isOfConnectionPool(Throwable cause) {
    return Arrays.stream(cause.getStackTrace())
        .limit(CONNECTION_POOL_DEPTH)
        .anyMatch(frame -> frame.getClassName().startsWith(CONNECTION_POOL));
  }

  /** Only what came in can be the client's fault: a bad return value or entity is ours. */
  private static Optional<Problem> ofViolations(ConstraintViolationException invalid) {
    List<Violation> violations = new ArrayList<>();
    for (ConstraintViolation<?> violation : invalid.getConstraintViolations()) {
      Optional<String> field = requestField(violation.getPropertyPath());
      if (field.isEmpty()) {
        return Optional.empty();
      }
      violations.add(new Violation(field.get(), violation.getMessage()));
    }
    violations.sort(Comparator.comparing(Violation::field).thenComparing(Violation::message));
    return violations.isEmpty() ? Optional.empty() : Optional.of(Problem.invalid(violations));
  }

  /** {@code create.body.message.text} is {@code message.text}; {@code list.limit} is itself. */
  private static Optional<String> requestField(Path path) {
    List<Path.Node> nodes = new ArrayList<>();
    path.forEach(nodes::add);
    if (nodes.size() < 2
        || nodes.get(0).getKind() != ElementKind.METHOD
        || nodes.get(1).getKind() != ElementKind.PARAMETER) {
      return Optional.empty();
    }
    if (nodes.size() == 2) {
      return Optional.of(nodes.get(1).getName());
    }
    StringBuilder field = new StringBuilder();
    for (Path.Node node : nodes.subList(2, nodes.size())) {
      append(field, node);
    }
    return Optional.of(field.toString());
  }

  private static void append(StringBuilder field, Path.Node node) {
    if (node.getIndex() != null) {
      field.append('[').append(node.getIndex()).append(']');
    }
    if (node.getName() == null || node.getKind() == ElementKind.CONTAINER_ELEMENT) {
      return;
    }
    if (!field.isEmpty()) {
      field.append('.');
    }
    field.append(node.getName());
  }

  private static void log(Problem problem, Throwable thrown) {
    if (problem.errorId() != null) {
      LOGGER.log(Level.ERROR, "Internal error " + problem.errorId(), thrown);
    } else if (problem.status() >= 500) {
      LOGGER.log(Level.WARNING, "{0}: {1}", problem.code().code(), reason(thrown));
    } else {
      LOGGER.log(Level.DEBUG, "Refused: {0} {1}", problem.status(), problem.code().code());
    }
  }

  /**
   * Returns what PostgreSQL or its driver said, without the context lines, or the exception's
   * class.
   */
  private static String reason(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException refusal && refusal.getSQLState() != null) {
        String message = String.valueOf(refusal.getMessage());
        return refusal.getSQLState() + " " + message.lines().findFirst().orElse("");
      }
    }
    return thrown.getClass().getName();
  }
}
