package ai.preloop.policies.reading;

import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.documents.Entries;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.syntax.Finding;
import ai.preloop.policies.syntax.Findings;
import ai.preloop.policies.syntax.Place;
import ai.preloop.policies.syntax.Position;
import ai.preloop.policies.syntax.Severity;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is valid in a document but not honoured yet: each line goes when the product honours it. A
 * reading has it beside its findings, because it is no mistake of who wrote the document.
 */
final class Unsupported {

  private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

  private static final Map<String, List<Line>> TABLE =
      Stream.of(
              value(
                  "$.approval_workflows[*].workflow_type",
                  "this type of workflow",
                  "multi_stage",
                  "consensus"),
              key("$.approval_workflows[*].stages", "stages"),
              key("$.approval_workflows[*].approver_teams", "teams"),
              key("$.approval_workflows[*].escalation_users", "escalation"),
              key("$.approval_workflows[*].escalation_teams", "escalation"),
              key("$.approval_workflows[*].escalate_after_seconds", "escalation"),
              key("$.approval_workflows[*].escalation_workflow", "escalation"),
              value("$.approval_workflows[*].approval_type", "a model's review", "ai_driven"),
              value("$.approval_workflows[*].distinct_groups", "distinct groups", "true"))
          .collect(Collectors.groupingBy(Line::path));

  /** The last key of each line: a large document has a hundred thousand other places. */
  private static final Set<String> KEYS =
      TABLE.keySet().stream().map(Unsupported::lastKey).collect(Collectors.toUnmodifiableSet());

  private Unsupported() {}

  /** An error for each use of what is not honoured yet, in the order of the source. */
  static List<Finding> in(PolicyDocument document) {
    Set<String> honoured = consensusOfNamedPeople(document);
    return Findings.bounded(
        document.places().entrySet().stream()
            .filter(place -> KEYS.contains(lastKey(place.getKey())))
            .filter(place -> !honoured.contains(place.getKey()))
            .flatMap(place -> found(place.getKey(), place.getValue()))
            .toList());
  }

  /** Where a consensus is asked of people; of teams, or of whoever is an owner, it is not yet. */
  private static Set<String> consensusOfNamedPeople(PolicyDocument document) {
    Set<String> paths = new HashSet<>();
    Entries.each(
        document.approvalWorkflows(),
        "$.approval_workflows",
        (workflow, path) -> {
          if (workflow.quorum().type() == ApprovalWorkflow.Type.CONSENSUS
              && !workflow.people().approverUsers().isEmpty()) {
            paths.add(path + ".workflow_type");
          }
        });
    return paths;
  }

  private static String lastKey(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  private static Stream<Finding> found(String path, Place place) {
    return TABLE.getOrDefault(INDEX.matcher(path).replaceAll("[*]"), List.of()).stream()
        .filter(line -> line.covers(place.text()))
        .map(line -> line.finding(path, place.position()));
  }

  private static Line key(String path, String what) {
    return new Line(path, what, Set.of());
  }

  private static Line value(String path, String what, String... values) {
    return new Line(path, what, Set.of(values));
  }

  /** A key that is not honoured with these values, or with any when none is listed. */
  private record Line(String path, String what, Set<String> values) {

    boolean covers(String text) {
      return values.isEmpty() ? !text.isEmpty() : values.contains(text);
    }

    Finding finding(String at, Position position) {
      return new Finding(
          Severity.ERROR,
          "unsupported",
          at,
          position,
          "This is valid, but the product does not honour %s yet, and no upload takes it."
              .formatted(what));
    }
  }
}
