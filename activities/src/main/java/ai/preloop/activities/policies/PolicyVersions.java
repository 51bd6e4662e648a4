package ai.preloop.activities.policies;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.Judgement;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.policies.PolicyRows.Version;
import ai.preloop.policies.ownership.AccountPolicy;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The versions of an account's policy: looked at, named, and given up. */
public final class PolicyVersions {

  /** What cannot be taken for a number of a version. */
  private static final Pattern TAG = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,63}");

  private final Database database;
  private final Audit audit;

  PolicyVersions(Database database, Audit audit) {
    this.database = database;
    this.audit = audit;
  }

  /** A version with what it holds. */
  public record Held(PolicyVersion version, AccountPolicy policy) {}

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
          PolicyVersion version = VersionRows.named(jdbc, principal.account(), name);
          return new Held(
              version, VersionRows.content(jdbc, principal.account(), version).policy());
        });
  }

  /** Gives a version a name, or takes it back where the tag is null. */
  public PolicyVersion tag(Principal principal, String name, @Nullable String tag) {
    principal.require(Scope.POLICY_WRITE);
    if (tag != null && (!TAG.matcher(tag).matches() || VersionRows.ID.matcher(tag).matches())) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE,
          "A tag begins with a letter and has up to 64 letters, digits, dots, dashes and underscores.");
    }
    return database.inAccount(
        principal.account(),
        jdbc -> {
          PolicyVersion version = VersionRows.named(jdbc, principal.account(), name);
          if (!VersionRows.tag(jdbc, principal.account(), version, tag)) {
            throw new ProblemException(
                ProblemType.CONFLICT, "Another version has the tag %s already.".formatted(tag));
          }
          record(principal, tag == null ? "policy.untagged" : "policy.tagged", version.number());
          return VersionRows.named(jdbc, principal.account(), String.valueOf(version.number()));
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

  /** Gives a version up that is neither active nor tagged. */
  public void delete(Principal principal, String name) {
    principal.require(Scope.POLICY_WRITE);
    database.doInAccount(
        principal.account(),
        jdbc -> {
          PolicyRows.lockActive(jdbc, principal.account());
          PolicyVersion version = VersionRows.named(jdbc, principal.account(), name);
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

  private void record(Principal principal, String action, int version) {
    audit.change(
        AuditRecord.of(principal.account(), principal.who(), What.action(action))
            .judged(new Judgement(null, null, version)));
  }
}
