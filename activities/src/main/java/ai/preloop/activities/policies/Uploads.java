package ai.preloop.activities.policies;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.policies.Attempts.Attempt;
import ai.preloop.activities.policies.CheckedScans.Arrived;
import ai.preloop.activities.policies.VersionWriter.Cause;
import ai.preloop.activities.servers.BroughtServers;
import ai.preloop.policies.ownership.Change;
import ai.preloop.policies.ownership.Replacement;
import ai.preloop.policies.reading.HeldCredential;
import ai.preloop.policies.syntax.Finding;
import ai.preloop.policies.syntax.Severity;
import java.util.ArrayList;
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

  /** What uploading did, or would do, and who arrived by it. */
  public record Uploaded(
      String policyName,
      int version,
      boolean applied,
      List<Change> changes,
      List<Finding> findings,
      Arrived arrived) {

    public Uploaded {
      changes = List.copyOf(changes);
      findings = List.copyOf(findings);
    }

    private Uploaded with(Arrived since) {
      return new Uploaded(policyName, version, applied, changes, findings, since);
    }
  }

  /**
   * Makes the document what its owner has; POLICY_INVALID with the findings when it cannot be, and
   * VERSION_CONFLICT when somebody else wrote for the same owner meanwhile.
   */
  public Uploaded upload(Principal principal, Submission submission) {
    requireAnyWriter(principal);
    Writing.Done<Submission> done =
        write(
            principal,
            (jdbc, before) ->
                new Writing.Draft<>(submission, UnaryOperator.identity(), submission));
    return done.uploaded().with(scans.meet(principal, done.unasked()));
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
    boolean isDone = !looked.submission().dryRun();
    List<Finding> findings = new ArrayList<>(looked.findings());
    if (isDone) {
      looked.credentials().forEach(each -> keep(turn, each).ifPresent(findings::add));
    }
    boolean writes = isDone && !next.isNoOp();
    VersionWriter.Written written =
        writes
            ? write(turn, prepared.draft(), next)
            : new VersionWriter.Written(turn.before().number(), List.of());
    Uploaded uploaded =
        new Uploaded(
            looked.document().owner(),
            written.version(),
            writes,
            next.changes(),
            findings,
            Arrived.NOBODY);
    return new Writing.Done<>(uploaded, prepared.draft().made(), written.unasked());
  }

  /** Says it where the credential is another from now on. */
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

  private VersionWriter.Written write(
      Turn turn, Writing.Draft<?> draft, Replacement.Accepted next) {
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
