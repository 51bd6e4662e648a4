package ai.preloop.activities.policies;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.audit.AuditRecord;
import ai.preloop.activities.audit.AuditRecord.Judgement;
import ai.preloop.activities.audit.AuditRecord.What;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.policies.DocumentReading.Looked;
import ai.preloop.activities.policies.PolicyRows.Authorship;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.ownership.AccountPolicy;
import ai.preloop.policies.ownership.Change;
import ai.preloop.policies.ownership.Difference;
import ai.preloop.policies.ownership.OwnedDocument;
import ai.preloop.policies.ownership.OwnedDocument.Format;
import ai.preloop.policies.ownership.Replacement;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.reading.Reading;
import ai.preloop.policies.syntax.Finding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Checks documents against an account and makes them its policy, one owner at a time. */
public final class Policies {

  /** How often a document is read again because others wrote meanwhile. */
  private static final int MOST_ATTEMPTS = 20;

  private final Database database;
  private final DocumentReading reading;
  private final Drafts drafts;
  private final Revisions revisions;
  private final Audit audit;

  Policies(
      Database database, DocumentReading reading, Drafts drafts, Revisions revisions, Audit audit) {
    this.database = database;
    this.reading = reading;
    this.drafts = drafts;
    this.revisions = revisions;
    this.audit = audit;
  }

  /** How strictly a document is taken. */
  public record Strictness(boolean warningsAreErrors, boolean checkServerReferences) {

    Reading taken(Reading read) {
      return warningsAreErrors ? read.strict() : read;
    }
  }

  /**
   * A document as somebody hands it in; {@code expectedVersion} is the one that must be in force,
   * null where that does not matter.
   */
  public record Submission(
      byte[] source, Strictness strictness, boolean dryRun, @Nullable Integer expectedVersion) {}

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

  /** Everything there is to say about a document in this account; nothing changes. */
  public List<Finding> validate(Principal principal, Submission submission) {
    principal.require(Scope.ACCOUNT_READ);
    Looked looked = reading.look(principal.account(), submission);
    Reading read = submission.strictness().taken(looked.reading().announced());
    return looked.standing().and(read.findings());
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
    Prepared<T> first = prepare(principal, writing);
    Optional<Writing.Done<T>> done = attempt(principal, first, first);
    for (int again = 1; done.isEmpty() && again < MOST_ATTEMPTS; again++) {
      done = attempt(principal, prepare(principal, writing), first);
    }
    Writing.Done<T> written =
        done.orElseThrow(() ->
            new ProblemException(
                ProblemType.UNAVAILABLE,
                "Others write policies all the time, so nothing was changed: try again shortly."));
    if (written.uploaded().applied()) {
      revisions.refreshAfterCommit();
    }
    return written;
  }

  private <T> Optional<Writing.Done<T>> attempt(
      Principal principal, Prepared<T> prepared, Prepared<T> first) {
    return database.inAccount(
        principal.account(), jdbc -> apply(jdbc, principal, prepared, first.looked().standing()));
  }

  private <T> Prepared<T> prepare(Principal principal, Writing<T> writing) {
    Begun<T> begun =
        database.inAccount(
            principal.account(),
            jdbc -> {
              Standing now = Standing.of(PolicyRows.active(jdbc, principal.account()));
              return new Begun<>(now, writing.over(jdbc, now));
            });
    Submission submission = begun.draft().submission();
    begun.standing().requireNumber(submission.expectedVersion());
    return new Prepared<>(
        begun.draft(), reading.look(principal.account(), submission, begun.standing()));
  }

  /** What uploading the document would do, entry by entry and to the calls that wait now. */
  public PolicyDiff diff(Principal principal, Submission submission) {
    principal.require(Scope.ACCOUNT_READ);
    Looked looked = reading.look(principal.account(), submission);
    Standing now = looked.standing();
    Reading read = submission.strictness().taken(looked.reading().honoured());
    OwnedDocument next = accepted(read, submission);
    return switch (now.policy().replace(next)) {
      case Replacement.Refused refused -> throw invalid(refused.findings());
      case Replacement.Accepted accepted ->
          new PolicyDiff(
              next.owner(),
              now.number(),
              Difference.of(accepted.changes(), now.policy().of(next.owner()), Optional.of(next)),
              drafts.waiting(principal.account(), accepted.policy()),
              now.and(read.findings()));
    };
  }

  /** The account's policy with the document in it, in force or not; POLICY_INVALID as above. */
  Draft draft(Principal principal, Submission submission) {
    Looked looked = reading.look(principal.account(), submission);
    Reading read = looked.reading().announced();
    OwnedDocument next = accepted(read, submission);
    return switch (looked.standing().policy().replace(next)) {
      case Replacement.Refused refused -> throw invalid(refused.findings());
      case Replacement.Accepted accepted ->
          new Draft(next, accepted.policy(), looked.standing().and(read.findings()));
    };
  }

  /** A document, and what the account's policy would be with it. */
  record Draft(OwnedDocument document, AccountPolicy policy, List<Finding> findings) {}

  /** The documents in force, of all owners or of one, as they were written. */
  public List<OwnedDocument> export(Principal principal, @Nullable String owner) {
    principal.require(Scope.ACCOUNT_READ);
    List<OwnedDocument> all =
        database.inAccount(
            principal.account(),
            jdbc ->
                PolicyRows.active(jdbc, principal.account())
                    .map(version -> version.policy().documents())
                    .orElse(List.of()));
    List<OwnedDocument> asked =
        all.stream().filter(each -> owner == null || each.owner().equals(owner)).toList();
    if (owner != null && asked.isEmpty()) {
      throw new ProblemException(
          ProblemType.NOT_FOUND, "No document of `%s` is in force.".formatted(owner));
    }
    return asked;
  }

  private record Begun<T>(Standing standing, Writing.Draft<T> draft) {}

  /** What is to be written, as it was read before nobody else could write. */
  private record Prepared<T>(Writing.Draft<T> draft, Looked looked) {}

  /** Empty where another version has come since it was prepared: nobody else can write now. */
  private <T> Optional<Writing.Done<T>> apply(
      JdbcClient jdbc, Principal principal, Prepared<T> prepared, Standing first) {
    Standing before = Standing.of(PolicyRows.lockActive(jdbc, principal.account()));
    Writing.Draft<T> draft = prepared.draft();
    Submission submission = draft.submission();
    before.requireNumber(submission.expectedVersion());
    Reading read = submission.strictness().taken(prepared.looked().reading().honoured());
    boolean isStale = before.number() != prepared.looked().standing().number();
    if (isStale && read.document() == null) {
      return Optional.empty();
    }
    OwnedDocument next = accepted(read, submission);
    principal.require(before.neededFor(next.owner()));
    before.requireUnchangedSince(first, next);
    return isStale
        ? Optional.empty()
        : Optional.of(applied(jdbc, principal, before, new Accepted<>(draft, next, read)));
  }

  /** What was prepared, as it was accepted. */
  private record Accepted<T>(Writing.Draft<T> draft, OwnedDocument document, Reading read) {}

  private <T> Writing.Done<T> applied(
      JdbcClient jdbc, Principal principal, Standing before, Accepted<T> wanted) {
    OwnedDocument next = wanted.document();
    Writing.Draft<T> draft = wanted.draft();
    Submission submission = draft.submission();
    Reading read = wanted.read();
    return switch (before.policy().replace(next)) {
      case Replacement.Refused refused -> throw invalid(refused.findings());
      case Replacement.Accepted accepted -> {
        boolean writes = !accepted.isNoOp() && !submission.dryRun();
        int version =
            writes ? write(jdbc, principal, before, accepted, draft.ids()) : before.number();
        yield new Writing.Done<>(
            new Uploaded(
                next.owner(), version, writes, accepted.changes(), before.and(read.findings())),
            draft.made());
      }
    };
  }

  private int write(
      JdbcClient jdbc,
      Principal principal,
      Standing before,
      Replacement.Accepted next,
      UnaryOperator<PolicyIds> named) {
    PolicyIds ids = PolicyIds.of(jdbc, principal.account(), before);
    int version =
        PolicyRows.write(
            jdbc,
            principal.account(),
            before.version(),
            next.policy(),
            next.changes(),
            new Authorship(principal.userName(), "upload"));
    named
        .apply(ids.carried(before.policy(), next.policy(), version))
        .keep(jdbc, principal.account());
    audit.change(
        AuditRecord.of(principal.account(), principal.who(), What.action("policy.applied"))
            .judged(new Judgement(null, null, version)));
    return version;
  }

  private static OwnedDocument accepted(Reading read, Submission submission) {
    @Nullable PolicyDocument document = read.document();
    if (document == null) {
      throw invalid(read.findings());
    }
    String source = new String(submission.source(), StandardCharsets.UTF_8);
    Format format = source.stripLeading().startsWith("{") ? Format.JSON : Format.YAML;
    return new OwnedDocument(format, source, document);
  }

  private static void requireAnyWriter(Principal principal) {
    boolean writer =
        principal.scopes().stream()
            .anyMatch(scope -> scope.value().startsWith(Scope.POLICY_WRITE.value()));
    if (!writer) {
      principal.require(Scope.POLICY_WRITE);
    }
  }

  private static ProblemException invalid(List<Finding> findings) {
    long errors = findings.stream().filter(Finding::isError).count();
    return new ProblemException(
        ProblemType.POLICY_INVALID,
        "The document has %d error%s; nothing was changed."
            .formatted(errors, errors == 1 ? "" : "s"),
        Map.of("findings", findings));
  }
}
