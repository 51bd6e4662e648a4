package ai.preloop.activities.policies;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.policies.Attempts.Attempt;
import ai.preloop.activities.policies.VersionWriter.Cause;
import ai.preloop.policies.ownership.Change;
import ai.preloop.policies.ownership.Replacement;
import ai.preloop.policies.syntax.Finding;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes documents the policy of an account, one owner at a time. */
public final class Uploads {

  private final Database database;
  private final DocumentReading reading;
  private final Attempts attempts;
  private final VersionWriter writer;

  Uploads(Database database, DocumentReading reading, Attempts attempts, VersionWriter writer) {
    this.database = database;
    this.reading = reading;
    this.attempts = attempts;
    this.writer = writer;
  }

  /** What uploading did, or would do. */
  public record Uploaded(
      String policyName,
      int version,
      boolean applied,
      List<Change> changes,
      List<Finding> findings) {

    public Uploaded {
      changes = List.copyOf(changes);
      findings = List.copyOf(findings);
    }
  }

  /**
   * Makes the document what its owner has; POLICY_INVALID with the findings when it cannot be, and
   * VERSION_CONFLICT when somebody else wrote for the same owner meanwhile.
   */
  public Uploaded upload(Principal principal, Submission submission) {
    requireAnyWriter(principal);
    return write(
            principal,
            (jdbc, before) -> new Writing.Draft<>(submission, UnaryOperator.identity(), submission))
        .uploaded();
  }

  /** As an upload of what is written over what is in force. */
  <T> Writing.Done<T> write(Principal principal, Writing<T> writing) {
    return attempts.run(
        principal.account(),
        new Attempts.Work<Prepared<T>, Writing.Done<T>>() {
          @Override
          public Prepared<T> prepare() {
            return prepared(principal, writing);
          }

          @Override
          public Optional<Writing.Done<T>> apply(
              JdbcClient jdbc, Standing before, Attempt<Prepared<T>> attempt) {
            return applied(new Turn(jdbc, principal, before), attempt);
          }
        });
  }

  private record Begun<T>(Standing standing, Writing.Draft<T> draft) {}

  /** What is to be written, as it was read while others could write. */
  private record Prepared<T>(Writing.Draft<T> draft, Looked looked) {}

  /** What nobody else can change meanwhile, and who does. */
  private record Turn(JdbcClient jdbc, Principal principal, Standing before) {}

  private <T> Prepared<T> prepared(Principal principal, Writing<T> writing) {
    Begun<T> begun =
        database.inAccount(
            principal.account(),
            jdbc -> {
              Standing now = Standing.of(PolicyRows.active(jdbc, principal.account()));
              return new Begun<>(now, writing.over(jdbc, now));
            });
    Submission submission = begun.draft().submission();
    begun.standing().requireNumber(submission.expectedVersion());
    Looked looked = reading.look(principal.account(), submission, begun.standing());
    return new Prepared<>(begun.draft(), looked.honoured());
  }

  private <T> Optional<Writing.Done<T>> applied(Turn turn, Attempt<Prepared<T>> attempt) {
    Prepared<T> prepared = attempt.prepared();
    Looked looked = prepared.looked();
    Standing before = turn.before();
    before.requireNumber(looked.submission().expectedVersion());
    boolean isStale = before.number() != looked.standing().number();
    if (isStale && !looked.isValid()) {
      return Optional.empty();
    }
    turn.principal().require(before.neededFor(looked.document().owner()));
    before.requireUnchangedSince(attempt.first().looked().standing(), looked.document());
    return isStale ? Optional.empty() : Optional.of(written(turn, prepared));
  }

  private <T> Writing.Done<T> written(Turn turn, Prepared<T> prepared) {
    Looked looked = prepared.looked();
    Replacement.Accepted next = looked.replacement();
    boolean writes = !next.isNoOp() && !looked.submission().dryRun();
    int version = writes ? write(turn, prepared.draft(), next) : turn.before().number();
    Uploaded uploaded =
        new Uploaded(looked.document().owner(), version, writes, next.changes(), looked.findings());
    return new Writing.Done<>(uploaded, prepared.draft().made());
  }

  private int write(Turn turn, Writing.Draft<?> draft, Replacement.Accepted next) {
    return writer.write(
        turn.jdbc(),
        turn.principal(),
        new VersionWriter.Next(
            turn.before(), next.policy(), next.changes(), Cause.UPLOAD, draft.ids()));
  }

  private static void requireAnyWriter(Principal principal) {
    boolean writer =
        principal.scopes().stream()
            .anyMatch(scope -> scope.value().startsWith(Scope.POLICY_WRITE.value()));
    if (!writer) {
      principal.require(Scope.POLICY_WRITE);
    }
  }
}
