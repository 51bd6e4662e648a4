package ai.preloop.api.problems;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.TransactionTimedOutException;

/** What the database could not do, where whoever asked can try again, look again or ask right. */
public final class DatabaseProblems {

  private static final long RETRY_SECONDS = 5;

  /**
   * PostgreSQL keeps no U+0000: character_not_in_repertoire and untranslatable_character
   * (PostgreSQL 18, appendix A).
   */
  private static final Set<String> NO_TEXT = Set.of("22021", "22P05");

  private DatabaseProblems() {}

  /** Empty for what is no fault of the moment; a mistake of ours is left to be one. */
  public static Optional<ProblemException> of(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
        .limit(20)
        .flatMap(cause -> one(cause).stream())
        .findFirst()
        .map(problem -> problem.causedBy(thrown));
  }

  private static Optional<ProblemException> one(Throwable cause) {
    return switch (cause) {
      case OptimisticLockingFailureException e ->
          problem(
              ProblemType.VERSION_CONFLICT,
              "Somebody else changed it at the same time: read it again, then try again.");
      case DuplicateKeyException e ->
          problem(ProblemType.CONFLICT, "There is one like this already: read it, then decide.");
      case DataAccessResourceFailureException e -> away();
      case CannotCreateTransactionException e -> away();
      case TransactionTimedOutException e -> away();
      case TransactionSystemException e when e.getApplicationException() != null -> away();
      case TransactionSystemException e -> broken();
      case TransientDataAccessException e -> away();
      case SQLException e when isNoText(e.getSQLState()) ->
          problem(
              ProblemType.INVALID_REQUEST,
              "There is a character in it that cannot be kept, such as U+0000.");
      default -> Optional.empty();
    };
  }

  private static boolean isNoText(@Nullable String state) {
    return state != null && NO_TEXT.contains(state);
  }

  private static Optional<ProblemException> problem(ProblemType type, String sentence) {
    return Optional.of(new ProblemException(type, sentence));
  }

  private static Optional<ProblemException> away() {
    return unavailable("The database does not answer in time; try again in a moment.");
  }

  /** In a commit, which may have happened; work that failed before it was never committed. */
  private static Optional<ProblemException> broken() {
    return unavailable(
        "The connection to the database broke, and what was asked for may have been done or not:"
            + " look first, then try again.");
  }

  private static Optional<ProblemException> unavailable(String sentence) {
    return Optional.of(
        new ProblemException(
            ProblemType.UNAVAILABLE, sentence, Map.of("retry_after", RETRY_SECONDS)));
  }
}
