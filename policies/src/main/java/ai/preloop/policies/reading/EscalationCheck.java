package ai.preloop.policies.reading;

import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.syntax.Findings;
import ai.preloop.policies.syntax.Paths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where approval workflows escalate to: in no circle, other owners' among them, and to no smaller
 * quorum. Each workflow is walked over once.
 */
final class EscalationCheck {

  private static final int MOST_SHOWN = 10;

  private final Map<String, ApprovalWorkflow> byName;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Set<String> walked = new HashSet<>();
  private final List<ApprovalWorkflow> workflows;
  private final Findings findings;

  /** {@code others} are those of other owners, by name. */
  EscalationCheck(
      List<ApprovalWorkflow> workflows, Map<String, ApprovalWorkflow> others, Findings findings) {
    this.workflows = workflows;
    this.byName = new HashMap<>(others);
    for (int i = 0; i < workflows.size(); i++) {
      if (numbers.putIfAbsent(workflows.get(i).name(), i) == null) {
        byName.put(workflows.get(i).name(), workflows.get(i));
      }
    }
    this.findings = findings;
  }

  void run() {
    workflows.forEach(workflow -> walk(workflow.name()));
    for (int i = 0; i < workflows.size(); i++) {
      lowering(workflows.get(i), Paths.item("$.approval_workflows", i) + ".escalation_workflow");
    }
  }

  private void walk(String start) {
    var way = new ArrayList<String>();
    String next = start;
    while (next != null && walked.add(next)) {
      way.add(next);
      next = following(next);
    }
    int circle = next == null ? -1 : way.indexOf(next);
    if (circle >= 0) {
      report(way.subList(circle, way.size()));
    }
  }

  private @Nullable String following(String name) {
    var workflow = byName.get(name);
    return workflow == null ? null : workflow.timing().escalationWorkflow();
  }

  /** It is said once, where the first of the circle is written; others' circles are not ours. */
  private void report(List<String> circle) {
    if (circle.stream().noneMatch(numbers::containsKey)) {
      return;
    }
    var first = Collections.min(circle, Comparator.comparing(this::number));
    var around = new ArrayList<>(circle);
    Collections.rotate(around, -circle.indexOf(first));
    var shown = around.stream().limit(MOST_SHOWN).collect(Collectors.joining(" → "));
    findings.error(
        "workflow.cycle",
        Paths.item("$.approval_workflows", number(first)) + ".escalation_workflow",
        "This escalates in a circle: %s → %s%s."
            .formatted(shown, around.size() > MOST_SHOWN ? "… → " : "", first));
  }

  private int number(String name) {
    return numbers.getOrDefault(name, Integer.MAX_VALUE);
  }

  private void lowering(ApprovalWorkflow workflow, String path) {
    var name = workflow.timing().escalationWorkflow();
    var next = name == null ? null : byName.get(name);
    if (next != null && next.approvals() < workflow.approvals()) {
      findings.error(
          "workflow.escalation_lowers_quorum",
          path,
          "Escalation never lowers a quorum: `%s` is content with %d of the %d approvals that are needed here."
              .formatted(name, next.approvals(), workflow.approvals()));
    }
  }
}
