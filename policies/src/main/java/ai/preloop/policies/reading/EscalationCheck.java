package ai.preloop.policies.reading;

import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.syntax.Findings;
import ai.preloop.policies.syntax.Paths;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the circles in which approval workflows escalate; each workflow is walked over once. */
final class EscalationCheck {

  private static final int MOST_SHOWN = 10;

  private final Map<String, ApprovalWorkflow> byName = new LinkedHashMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Set<String> walked = new HashSet<>();
  private final Findings findings;

  EscalationCheck(List<ApprovalWorkflow> workflows, Findings findings) {
    for (int i = 0; i < workflows.size(); i++) {
      byName.putIfAbsent(workflows.get(i).name(), workflows.get(i));
      numbers.putIfAbsent(workflows.get(i).name(), i);
    }
    this.findings = findings;
  }

  void run() {
    byName.keySet().forEach(this::walk);
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

  /** It is said once, where the first of the circle is written. */
  private void report(List<String> circle) {
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
    return numbers.getOrDefault(name, 0);
  }
}
