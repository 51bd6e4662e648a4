package ai.preloop.activities.policies;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.Judgement;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.policies.PolicyRows.Authorship;
import ai.preloop.activities.policies.PolicyRows.Version;
import ai.preloop.policies.ownership.AccountPolicy;
import ai.preloop.policies.ownership.Change;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The versions of an account's policy: looked at, named, returned to, and given up. */
public final class PolicyVersions {

  /** What cannot be taken for a number of a version. */
  private static final Pattern TAG = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,63}");

  private static final Pattern ID =
      Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final Database database;
  private final Drafts drafts;
  private final Revisions revisions;
  private final Audit audit;

  PolicyVersions(Database database, Drafts drafts, Revisions revisions, Audit audit) {
    this.database = database;
    this.drafts = drafts;
    this.revisions = revisions;
    this.audit = audit;
  }

  /** A version with what it holds. */
  public record Held(PolicyVersion version, AccountPolicy policy) {}

  /** What returning to a version did, or would do. */
  public record RolledBack(int version, boolean applied, List<Change> changes) {

    public RolledBack {
      changes = List.copyOf(changes);
    }
  }

  /** Newest first, those below a number. */
  public List<PolicyVersion> list(Principal principal, int below, int most) {
    principal.require(Scope.ACCOUNT_READ);
    return database.inAccount(
        principal.account(), jdbc -> VersionRows.list(jdbc, principal.account(), below, most));
  }

  /** A version by its id, its number or its tag; NOT_FOUND otherwise. */
  public Held get(Principal principal, String name) {
    principal.require(Scope.ACCOUNT_READ);
    return database.inAccount(
        principal.account(),
        jdbc -> {
          PolicyVersion version = named(jdbc, principal.account(), name);
          return new Held(version, content(jdbc, principal.account(), version));
        });
  }

  /** Gives a version a name, or takes it back where the tag is null. */
  public PolicyVersion tag(Principal principal, String name, @Nullable String tag) {
    principal.require(Scope.POLICY_WRITE);
    if (tag != null && (!TAG.matcher(tag).matches() || ID.matcher(tag).matches())) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE,
          "A tag begins with a letter and has up to 64 letters, digits, dots, dashes and underscores.");
    }
    return database.inAccount(
        principal.account(),
        jdbc -> {
          PolicyVersion version = named(jdbc, principal.account(), name);
          if (!VersionRows.tag(jdbc, principal.account(), version, tag)) {
            throw new ProblemException(
                ProblemType.CONFLICT, "Another version has the tag %s already.".formatted(tag));
          }
          record(principal, tag == null ? "policy.untagged" : "policy.tagged", version.number());
          return named(jdbc, principal.account(), String.valueOf(version.number()));
        });
  }

  /** Gives the version in force a name; NOT_FOUND when there is none. */
  public PolicyVersion tagActive(Principal principal, String tag) {
    principal.require(Scope.POLICY_WRITE);
    int active =
        database.inAccount(
            principal.account(),
            jdbc ->
                PolicyRows.active(jdbc, principal.account())
                    .map(Version::number)
                    .orElseThrow(() ->
                        new ProblemException(
                            ProblemType.NOT_FOUND, "No version of the policy is in force.")));
    return tag(principal, String.valueOf(active), tag);
  }

  /** The version to return to, and the one that must be in force, null where it may be any. */
  public record Return(String name, Preview preview, @Nullable Integer expectedVersion) {}

  /**
   * Makes a new version that holds what an old one held; VERSION_CONFLICT when another one is in
   * force than is expected.
   */
  public RolledBack rollback(Principal principal, Return wanted) {
    principal.require(Scope.POLICY_WRITE);
    RolledBack result =
        database.inAccount(principal.account(), jdbc -> back(jdbc, principal, wanted));
    if (result.applied()) {
      revisions.refreshAfterCommit();
    }
    return result;
  }

  /** Whether something is done, or only said. */
  public enum Preview {
    DO,
    SAY
  }

  private RolledBack back(JdbcClient jdbc, Principal principal, Return wanted) {
    AccountId account = principal.account();
    Optional<Version> active = PolicyRows.lockActive(jdbc, account);
    Standing now = Standing.of(active);
    now.requireNumber(wanted.expectedVersion());
    PolicyVersion version = named(jdbc, account, wanted.name());
    AccountPolicy then = content(jdbc, account, version);
    List<Change> changes = now.policy().changesTo(then);
    requireUse(account, version, then);
    if (changes.isEmpty() || wanted.preview() == Preview.SAY) {
      return new RolledBack(active.map(Version::number).orElse(0), false, changes);
    }
    PolicyIds ids = PolicyIds.of(jdbc, account, now);
    int number =
        PolicyRows.write(
            jdbc,
            account,
            active,
            then,
            changes,
            new Authorship(principal.userName(), "rollback to " + version.number()));
    ids.carried(now.policy(), then, number).keep(jdbc, account);
    record(principal, "policy.rolled_back", number);
    return new RolledBack(number, true, changes);
  }

  /** POLICY_INVALID when nothing could be judged by it any more. */
  private void requireUse(AccountId account, PolicyVersion version, AccountPolicy then) {
    try {
      drafts.compiled(account, version.number(), then);
    } catch (ProblemException e) {
      throw new ProblemException(
              e.type(),
              "Version %d cannot be returned to: %s".formatted(version.number(), e.detail()))
          .causedBy(e);
    }
  }

  /** Gives a version up that is neither active nor tagged. */
  public void delete(Principal principal, String name) {
    principal.require(Scope.POLICY_WRITE);
    database.doInAccount(
        principal.account(),
        jdbc -> {
          PolicyRows.lockActive(jdbc, principal.account());
          PolicyVersion version = named(jdbc, principal.account(), name);
          if (version.active() || version.tag() != null) {
            throw new ProblemException(
                ProblemType.CONFLICT,
                version.active()
                    ? "Version %d is in force.".formatted(version.number())
                    : "Version %d has the tag %s.".formatted(version.number(), version.tag()));
          }
          if (!VersionRows.delete(jdbc, principal.account(), version)) {
            throw new ProblemException(
                ProblemType.CONFLICT,
                "Version %d was given a tag just now.".formatted(version.number()));
          }
          record(principal, "policy.version_deleted", version.number());
        });
  }

  /** Gives up all but the newest, the tagged and the active; answers the numbers. */
  public List<Integer> prune(Principal principal, int kept) {
    principal.require(Scope.POLICY_WRITE);
    if (kept < 1) {
      throw new ProblemException(ProblemType.UNPROCESSABLE, "At least one version is kept.");
    }
    return database.inAccount(
        principal.account(),
        jdbc -> {
          Optional<Version> active = PolicyRows.lockActive(jdbc, principal.account());
          List<Integer> gone = VersionRows.prune(jdbc, principal.account(), kept);
          if (!gone.isEmpty()) {
            record(principal, "policy.pruned", active.map(Version::number).orElse(0));
          }
          return gone;
        });
  }

  private static PolicyVersion named(JdbcClient jdbc, AccountId account, String name) {
    return find(jdbc, account, name)
        .orElseThrow(
            () -> new ProblemException(ProblemType.NOT_FOUND, "There is no such version."));
  }

  private static Optional<PolicyVersion> find(JdbcClient jdbc, AccountId account, String name) {
    if (name.matches("\\d{1,9}")) {
      return VersionRows.find(jdbc, account, Integer.parseInt(name));
    }
    if (ID.matcher(name).matches()) {
      return VersionRows.find(jdbc, account, UUID.fromString(name));
    }
    return VersionRows.tagged(jdbc, account, name);
  }

  private static AccountPolicy content(JdbcClient jdbc, AccountId account, PolicyVersion version) {
    return VersionRows.content(jdbc, account, version).policy();
  }

  private void record(Principal principal, String action, int version) {
    audit.change(
        AuditRecord.of(principal.account(), principal.who(), What.action(action))
            .judged(new Judgement(null, null, version)));
  }
}
