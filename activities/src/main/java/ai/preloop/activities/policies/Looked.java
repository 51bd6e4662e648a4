package ai.preloop.activities.policies;

import ai.preloop.policies.ownership.OwnedDocument;
import ai.preloop.policies.ownership.Replacement;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.reading.Reading;
import ai.preloop.policies.syntax.Finding;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Documents as they were read, what was in force then, and what they take from other owners. */
record Looked(
    Submission submission, Standing standing, List<ReadDocument> read, List<Taken> taken) {

  Looked {
    read = List.copyOf(read);
    taken = List.copyOf(taken);
  }

  /** For reading them alone. */
  Looked announced() {
    return taken(Reading::announced);
  }

  /** For putting them in force. */
  Looked honoured() {
    return taken(Reading::honoured);
  }

  private Looked taken(UnaryOperator<Reading> how) {
    List<ReadDocument> all =
        read.stream()
            .map(each -> each.taken(read -> submission.strictness().taken(how.apply(read))))
            .toList();
    return new Looked(submission, standing, all, taken);
  }

  boolean isValid() {
    return read.stream().allMatch(each -> each.reading().valid());
  }

  /** POLICY_INVALID with the findings when one of them has errors. */
  List<OwnedDocument> documents() {
    if (!isValid()) {
      throw invalid();
    }
    return read.stream().flatMap(each -> each.document().stream()).toList();
  }

  /** What there is to say of an owner's document among them. */
  List<Finding> findings(String owner) {
    return verified().stream()
        .filter(each -> each.policyName().equals(owner))
        .flatMap(each -> each.findings().stream())
        .toList();
  }

  /** What there is to say of each, and of what it would take the place of. */
  List<Verified> verified() {
    return read.stream()
        .map(each -> new Verified(each.owner(), standing.and(each.findings())))
        .toList();
  }

  /** The account's policy with all of it; POLICY_INVALID also when others hold what is claimed. */
  Replacement.Accepted replacement() {
    List<OwnedDocument> next =
        Stream.concat(documents().stream(), taken.stream().map(Taken::rest)).toList();
    return switch (standing.policy().replace(next)) {
      case Replacement.Refused refused ->
          throw invalid(refused.findings(), Map.of("findings", refused.findings()));
      case Replacement.Accepted accepted -> accepted;
    };
  }

  private ProblemException invalid() {
    List<Finding> findings = read.stream().flatMap(each -> each.findings().stream()).toList();
    return invalid(
        findings,
        read.size() == 1 ? Map.of("findings", findings) : Map.of("documents", verified()));
  }

  private ProblemException invalid(List<Finding> findings, Map<String, Object> extensions) {
    long errors = findings.stream().filter(Finding::isError).count();
    return new ProblemException(
        ProblemType.POLICY_INVALID,
        "The document%s %d error%s; nothing was changed."
            .formatted(read.size() == 1 ? " has" : "s have", errors, errors == 1 ? "" : "s"),
        extensions);
  }
}
