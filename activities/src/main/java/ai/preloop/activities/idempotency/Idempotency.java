package ai.preloop.activities.idempotency;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Creates once for a key. The key, what is created and the answer are one transaction: a crash
 * leaves all of it or nothing, and of two requests at the same time the second waits for what the
 * first comes to. Only successes are kept; the answer is sealed, since it may hold a secret.
 */
public final class Idempotency {

  private final Database database;
  private final Revisions revisions;
  private final IdempotencyRows rows;

  Idempotency(Database database, Revisions revisions, IdempotencyRows rows) {
    this.database = database;
    this.revisions = revisions;
    this.rows = rows;
  }

  /** A request; {@code key} is the client's own, and means the same for one route only. */
  public record Asked(Principal principal, String route, String key, byte[] body) {

    /**
     * The same person with fewer rights is not shown what was answered to more; and a token made
     * anew for the same work is, so that nothing runs twice.
     */
    String who() {
      String who = principal.kind().word() + ":" + principal.id() + " ";
      String scopes =
          principal.scopes().stream()
              .map(Scope::value)
              .sorted()
              .collect(Collectors.joining(" ", who, ""));
      return principal.token() == null ? scopes : scopes + " " + principal.labels().fingerprint();
    }

    String place() {
      return "%s/%s/%s".formatted(who(), route, key);
    }
  }

  /** What is sent back. */
  public record Answer(int status, byte[] body) {

    boolean isSuccess() {
      return status >= 200 && status < 300;
    }
  }

  /**
   * The answer given earlier to the same request, or what {@code create} answers now; UNPROCESSABLE
   * when the key came with another body.
   */
  public Answer once(Asked asked, Supplier<Answer> create) {
    try {
      return database.inAccount(asked.principal().account(), jdbc -> once(jdbc, asked, create));
    } catch (Unsuccessful e) {
      return e.answer;
    } catch (PessimisticLockingFailureException e) {
      throw new ProblemException(
              ProblemType.CONFLICT, "A request with this Idempotency-Key is being worked on.")
          .causedBy(e);
    } finally {
      revisions.refreshAfterCommit();
    }
  }

  private Answer once(JdbcClient jdbc, Asked asked, Supplier<Answer> create) {
    if (!rows.claim(jdbc, asked)) {
      return rows.find(jdbc, asked).answer();
    }
    Answer answer = create.get();
    if (!answer.isSuccess()) {
      throw new Unsuccessful(answer);
    }
    rows.keep(jdbc, asked, answer);
    return answer;
  }

  /** Carries an answer out of the transaction that it undoes. */
  private static final class Unsuccessful extends RuntimeException {

    private final transient Answer answer;

    Unsuccessful(Answer answer) {
      super("status " + answer.status(), null, false, false);
      this.answer = answer;
    }
  }
}
