package ai.preloop.activities.policies;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.policies.Attempts.Attempt;
import ai.preloop.activities.policies.CheckedScans.Arrived;
import ai.preloop.activities.policies.Submission.Claiming;
import ai.preloop.activities.policies.Uploaded.Outcome;
import ai.preloop.activities.policies.VersionWriter.Cause;
import ai.preloop.activities.servers.BroughtServers;
import ai.preloop.activities.servers.Insistence;
import ai.preloop.policies.ownership.AccountPolicy;
import ai.preloop.policies.ownership.OwnedDocument;
import ai.preloop.policies.ownership.Replacement;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.reading.HeldCredential;
import ai.preloop.policies.syntax.Finding;
import ai.preloop.policies.syntax.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes documents the policy of an account, each for its owner. */
public final class Uploads {

  private final Database database;
  private final DocumentReading reading;
  private final Attempts attempts;
  private final VersionWriter writer;
  private final BroughtServers servers;
  private final CheckedScans scans;

  Uploads(
      Database database,
      DocumentReading reading,
      Attempts attempts,
      VersionWriter writer,
      BroughtServers servers,
      CheckedScans scans) {
    this.database = database;
    this.reading = reading;
    this.attempts = attempts;
    this.writer = writer;
    this.servers = servers;
    this.scans = scans;
  }

  /**
   * Makes the documents what their owners have, all of them or none; POLICY_INVALID with the
   * findings when that cannot be, and VERSION_CONFLICT when somebody else wrote for one of the
   * owners meanwhile.
   */
  public Uploaded upload(Principal principal, Submission submission) {
    requireAnyWriter(principal);
    if (submission.claiming() == Claiming.FORCED && !principal.may(Scope.POLICY_WRITE)) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "To take what another owner holds, the scope %s for all owners is needed."
              .formatted(Scope.POLICY_WRITE));
    }
    Writing.Done<Submission> done =
        write(
            principal,
            (jdbc, before) ->
                new Writing.Draft<>(submission, UnaryOperator.identity(), submission));
    return submission.dryRun()
        ? done.uploaded()
        : done.uploaded().with(scans.meet(principal, done.uploaded().owners()));
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
    for (OwnedDocument next : looked.documents()) {
      turn.principal().require(before.neededFor(next.owner()));
      before.requireUnchangedSince(attempt.first().looked().standing(), next);
    }
    return isStale ? Optional.empty() : Optional.of(written(turn, prepared));
  }

  private <T> Writing.Done<T> written(Turn turn, Prepared<T> prepared) {
    Looked looked = prepared.looked();
    Replacement.Accepted next = looked.replacement();
    boolean isDone = !looked.submission().dryRun();
    List<Outcome> documents =
        looked.read().stream().map(each -> outcome(turn, looked, each)).toList();
    boolean writes = isDone && !next.isNoOp();
    VersionWriter.Next version = next(turn, prepared, next);
    servers.check(turn.principal(), version.policy(), version.insistence());
    int number =
        writes ? writer.write(turn.jdbc(), turn.principal(), version) : turn.before().number();
    return new Writing.Done<>(
        new Uploaded(number, writes, documents, taken(looked), Arrived.NOBODY),
        prepared.draft().made());
  }

  private static VersionWriter.Next next(
      Turn turn, Prepared<?> prepared, Replacement.Accepted next) {
    return new VersionWriter.Next(
        turn.before(),
        next.policy(),
        next.changes(),
        Cause.upload(prepared.looked().taken()),
        prepared.draft().ids(),
        prepared.looked().submission().claiming() == Claiming.FORCED
            ? Insistence.FORCE
            : Insistence.NONE);
  }

  /** With what is said where one of its credentials is another from now on. */
  private Outcome outcome(Turn turn, Looked looked, ReadDocument read) {
    List<Finding> findings = new ArrayList<>(looked.findings(read.owner()));
    if (!looked.submission().dryRun()) {
      read.credentials().forEach(each -> keep(turn, each).ifPresent(findings::add));
    }
    AccountPolicy before = turn.before().policy();
    return new Outcome(
        read.owner(), read.document().map(before::changes).orElse(List.of()), findings);
  }

  private static List<Outcome> taken(Looked looked) {
    AccountPolicy before = looked.standing().policy();
    return looked.taken().stream()
        .map(each -> new Outcome(each.owner(), before.changes(each.rest()), each.findings()))
        .toList();
  }

  private Optional<Finding> keep(Turn turn, HeldCredential held) {
    return servers.keep(turn.principal(), held)
        ? Optional.of(
            new Finding(
                Severity.WARNING,
                "credential.kept",
                held.path(),
                held.position(),
                "From now on this is what is kept as the secret `%s`.".formatted(held.secret())))
        : Optional.empty();
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
