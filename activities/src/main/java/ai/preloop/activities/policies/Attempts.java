package ai.preloop.activities.policies;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.servers.BroughtServers;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Writes what takes long to prepare: it is prepared while others may write, and anew where one of
 * them did.
 */
final class Attempts {

  private static final int MOST = 20;

  private final Database database;
  private final Revisions revisions;

  Attempts(Database database, Revisions revisions) {
    this.database = database;
    this.revisions = revisions;
  }

  /** What is prepared, and then done in the account's turn to write. */
  interface Work<P, R> {

    P prepare();

    /** Empty where what was prepared is over another version than the one in force. */
    Optional<R> apply(JdbcClient jdbc, Standing before, Attempt<P> attempt);
  }

  /** What was prepared now, and for the first time. */
  record Attempt<P>(P prepared, P first) {}

  /** UNAVAILABLE when others write all the time. */
  <P, R> R run(AccountId account, Work<P, R> work) {
    P first = work.prepare();
    Optional<R> done = attempt(account, work, new Attempt<>(first, first));
    for (int again = 1; done.isEmpty() && again < MOST; again++) {
      done = attempt(account, work, new Attempt<>(work.prepare(), first));
    }
    R result =
        done.orElseThrow(() ->
            new ProblemException(
                ProblemType.UNAVAILABLE,
                "Others write policies all the time, so nothing was changed: try again shortly."));
    revisions.refreshAfterCommit();
    return result;
  }

  private <P, R> Optional<R> attempt(AccountId account, Work<P, R> work, Attempt<P> attempt) {
    return database.inAccount(
        account,
        jdbc -> {
          Standing now = Standing.of(PolicyRows.lockActive(jdbc, account));
          BroughtServers.await(jdbc, account);
          return work.apply(jdbc, now, attempt);
        });
  }
}
