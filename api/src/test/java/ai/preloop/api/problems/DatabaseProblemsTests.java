package ai.preloop.api.problems;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.policies.problems.ProblemType;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.TransactionTimedOutException;

class DatabaseProblemsTests {

  @Test
  void aChangeOfSomebodyElseIsAConflict() {
    assertThat(type(new OptimisticLockingFailureException("x")))
        .isEqualTo(ProblemType.VERSION_CONFLICT);
    assertThat(type(new IllegalStateException(new DuplicateKeyException("x"))))
        .isEqualTo(ProblemType.CONFLICT);
  }

  @Test
  void aDatabaseThatIsAwayIsUnavailableForAMoment() {
    List<Exception> away =
        List.of(
            new CannotCreateTransactionException("x"),
            new DataAccessResourceFailureException("x"),
            new QueryTimeoutException("x"),
            new CannotAcquireLockException("x"),
            new TransactionTimedOutException("x"));

    assertThat(away)
        .allSatisfy(thrown -> {
          var problem = DatabaseProblems.of(thrown).orElseThrow();
          assertThat(problem.type()).isEqualTo(ProblemType.UNAVAILABLE);
          assertThat(problem.extensions()).isEqualTo(Map.of("retry_after", 5L));
          assertThat(problem).hasCause(thrown);
        });
  }

  @Test
  void aCommitThatBrokeMayHaveHappenedAndARollbackHasNot() {
    var commit = new TransactionSystemException("x");
    var rollback = new TransactionSystemException("x");
    rollback.initApplicationException(new DataAccessResourceFailureException("y"));

    assertThat(DatabaseProblems.of(commit).orElseThrow().detail()).contains("done or not");
    assertThat(DatabaseProblems.of(rollback).orElseThrow().detail())
        .startsWith("The database does not answer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"22021", "22P05"})
  void whatCannotBeKeptAsTextIsTheRequestsFault(String state) {
    var thrown = new DataIntegrityViolationException("x", new SQLException("y", state));

    assertThat(type(thrown)).isEqualTo(ProblemType.INVALID_REQUEST);
  }

  @Test
  void aMistakeOfOursStaysOne() {
    assertThat(DatabaseProblems.of(new BadSqlGrammarException("x", "y", new SQLException())))
        .isEmpty();
    assertThat(DatabaseProblems.of(new DataIntegrityViolationException("x"))).isEmpty();
  }

  private static ProblemType type(Exception thrown) {
    return DatabaseProblems.of(thrown).orElseThrow().type();
  }
}
