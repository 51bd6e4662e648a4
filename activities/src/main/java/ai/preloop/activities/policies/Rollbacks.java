package ai.preloop.activities.policies;

import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.policies.Attempts.Attempt;
import ai.preloop.activities.policies.CheckedScans.Arrived;
import ai.preloop.activities.policies.VersionWriter.Cause;
import ai.preloop.activities.servers.BroughtServers;
import ai.preloop.activities.servers.FirstScans;
import ai.preloop.activities.servers.Insistence;
import ai.preloop.policies.ownership.AccountPolicy;
import ai.preloop.policies.ownership.Change;
import ai.preloop.policies.ownership.OwnedDocument;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.syntax.Severity;
import ai.preloop.workflows.identity.AccountId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Returns to versions that were: what one of them held is put in force as another version. */
public final class Rollbacks {

  private final Database database;
  private final DocumentReading reading;
  private final Drafts drafts;
  private final Attempts attempts;
  private final VersionWriter writer;
  private final BroughtServers servers;
  private final CheckedScans scans;

  Rollbacks(
      Database database,
      DocumentReading reading,
      Drafts drafts,
      Attempts attempts,
      VersionWriter writer,
      BroughtServers servers,
      CheckedScans scans) {
    this.database = database;
    this.reading = reading;
    this.drafts = drafts;
    this.attempts = attempts;
    this.writer = writer;
    this.servers = servers;
    this.scans = scans;
  }

  /** The version to return to, and the one that must be in force, null where it may be any. */
  public record Return(
      String name, Preview preview, @Nullable Integer expectedVersion, Insistence insistence) {}

  /** Whether something is done, or only said. */
  public enum Preview {
    DO,
    SAY
  }

  /**
   * What returning to a version did, or would do; {@code unfit} is what its documents name and the
   * account does not have any more.
   */
  public record RolledBack(
      int version,
      boolean applied,
      List<Change> changes,
      List<Unfit> unfit,
      List<FirstScans.Scanned> servers) {

    public RolledBack {
      changes = List.copyOf(changes);
      unfit = List.copyOf(unfit);
      servers = List.copyOf(servers);
    }
  }

  /**
   * Makes a new version that holds what an old one held; VERSION_CONFLICT when another one is in
   * force than is expected, and POLICY_INVALID when nothing could be judged by it any more.
   */
  public RolledBack rollback(Principal principal, Return wanted) {
    principal.require(Scope.POLICY_WRITE);
    Returned done = returned(principal, wanted);
    Arrived arrived = done.back().applied() ? scans.meet(principal, done.owners()) : Arrived.NOBODY;
    List<Unfit> unfit = new ArrayList<>(done.back().unfit());
    arrived.unfit().stream().filter(each -> !unfit.contains(each)).forEach(unfit::add);
    return new RolledBack(
        done.back().version(),
        done.back().applied(),
        done.back().changes(),
        unfit,
        arrived.servers());
  }

  /** What came of it, and whose servers may have come back. */
  private record Returned(RolledBack back, Set<String> owners) {}

  private Returned returned(Principal principal, Return wanted) {
    return attempts.run(
        principal.account(),
        new Attempts.Work<Prepared, Returned>() {
          @Override
          public Prepared prepare() {
            return prepared(principal.account(), wanted);
          }

          @Override
          public Optional<Returned> apply(
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

    VersionWriter.Next next(List<Change> changes, Insistence insistence) {
      return new VersionWriter.Next(
          before, then, changes, Cause.rollbackTo(number), UnaryOperator.identity(), insistence);
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

  private Returned back(JdbcClient jdbc, Principal principal, Return wanted, Prepared prepared) {
    List<Change> changes = prepared.changes();
    boolean writes = !changes.isEmpty() && wanted.preview() == Preview.DO;
    VersionWriter.Next next = prepared.next(changes, wanted.insistence());
    servers.check(principal, next.policy(), next.insistence());
    int version = writes ? writer.write(jdbc, principal, next) : prepared.before().number();
    return new Returned(
        new RolledBack(version, writes, changes, prepared.unfit(), List.of()),
        prepared.then().documents().stream()
            .map(OwnedDocument::owner)
            .collect(Collectors.toUnmodifiableSet()));
  }
}
