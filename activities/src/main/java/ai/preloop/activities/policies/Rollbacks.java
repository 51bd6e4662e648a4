package ai.preloop.activities.policies;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.policies.Attempts.Attempt;
import ai.preloop.activities.policies.VersionWriter.Cause;
import ai.preloop.policies.ownership.AccountPolicy;
import ai.preloop.policies.ownership.Change;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.syntax.Severity;
import ai.preloop.workflows.identity.AccountId;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Returns to versions that were: what one of them held is put in force as another version. */
public final class Rollbacks {

  private final Database database;
  private final DocumentReading reading;
  private final Drafts drafts;
  private final Attempts attempts;
  private final VersionWriter writer;

  Rollbacks(
      Database database,
      DocumentReading reading,
      Drafts drafts,
      Attempts attempts,
      VersionWriter writer) {
    this.database = database;
    this.reading = reading;
    this.drafts = drafts;
    this.attempts = attempts;
    this.writer = writer;
  }

  /** The version to return to, and the one that must be in force, null where it may be any. */
  public record Return(String name, Preview preview, @Nullable Integer expectedVersion) {}

  /** Whether something is done, or only said. */
  public enum Preview {
    DO,
    SAY
  }

  /**
   * What returning to a version did, or would do; {@code unfit} is what its documents name and the
   * account does not have any more.
   */
  public record RolledBack(int version, boolean applied, List<Change> changes, List<Unfit> unfit) {

    public RolledBack {
      changes = List.copyOf(changes);
      unfit = List.copyOf(unfit);
    }
  }

  /**
   * Makes a new version that holds what an old one held; VERSION_CONFLICT when another one is in
   * force than is expected, and POLICY_INVALID when nothing could be judged by it any more.
   */
  public RolledBack rollback(Principal principal, Return wanted) {
    principal.require(Scope.POLICY_WRITE);
    return attempts.run(
        principal.account(),
        new Attempts.Work<Prepared, RolledBack>() {
          @Override
          public Prepared prepare() {
            return prepared(principal.account(), wanted);
          }

          @Override
          public Optional<RolledBack> apply(
              JdbcClient jdbc, Standing before, Attempt<Prepared> attempt) {
            before.requireNumber(wanted.expectedVersion());
            Prepared prepared = attempt.prepared();
            return before.number() == prepared.before().number()
                ? Optional.of(back(jdbc, principal, wanted, prepared))
                : Optional.empty();
          }
        });
  }

  /** The version to return to and what it held, as it was read while others could write. */
  private record Prepared(Standing before, int number, AccountPolicy then, List<Unfit> unfit) {

    List<Change> changes() {
      return before.policy().changesTo(then);
    }
  }

  private Prepared prepared(AccountId account, Return wanted) {
    Prepared found =
        database.inAccount(
            account,
            jdbc -> {
              Standing now = Standing.of(PolicyRows.active(jdbc, account));
              now.requireNumber(wanted.expectedVersion());
              PolicyVersion version = VersionRows.named(jdbc, account, wanted.name());
              AccountPolicy then = VersionRows.content(jdbc, account, version).policy();
              return new Prepared(now, version.number(), then, List.of());
            });
    requireUse(account, found);
    return new Prepared(found.before(), found.number(), found.then(), unfit(account, found.then()));
  }

  private void requireUse(AccountId account, Prepared found) {
    try {
      drafts.compiled(account, found.number(), found.then());
    } catch (ProblemException e) {
      throw new ProblemException(
              e.type(),
              "Version %d cannot be returned to: %s".formatted(found.number(), e.detail()))
          .causedBy(e);
    }
  }

  /** It was all there when the version was written, so that it is no reason to refuse it. */
  private List<Unfit> unfit(AccountId account, AccountPolicy then) {
    return reading.unfit(account, then).stream()
        .map(each -> new Unfit(each.owner(), each.finding().as(Severity.WARNING)))
        .toList();
  }

  private RolledBack back(JdbcClient jdbc, Principal principal, Return wanted, Prepared prepared) {
    List<Change> changes = prepared.changes();
    if (changes.isEmpty() || wanted.preview() == Preview.SAY) {
      return new RolledBack(prepared.before().number(), false, changes, prepared.unfit());
    }
    int version =
        writer.write(
            jdbc,
            principal,
            new VersionWriter.Next(
                prepared.before(),
                prepared.then(),
                changes,
                Cause.rollbackTo(prepared.number()),
                UnaryOperator.identity()));
    return new RolledBack(version, true, changes, prepared.unfit());
  }
}
