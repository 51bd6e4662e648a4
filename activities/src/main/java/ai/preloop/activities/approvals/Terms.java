package ai.preloop.activities.approvals;

import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.quorum.Pools;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The terms of a request, frozen when it was opened: its workflows and who could vote in them;
 * names are for people.
 */
public record Terms(
    int schema,
    List<ApprovalWorkflow> workflows,
    Map<String, Set<String>> electorate,
    List<String> approvers) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  public Terms {
    workflows = List.copyOf(workflows);
    electorate = Map.copyOf(electorate);
    approvers = List.copyOf(approvers);
  }

  static Terms of(
      List<ApprovalWorkflow> workflows,
      Map<String, Set<String>> electorate,
      List<String> approvers) {
    return new Terms(1, workflows, electorate, approvers);
  }

  static Terms read(String json) throws JacksonException {
    return JSON.readValue(json, Terms.class);
  }

  String write() {
    return JSON.writeValueAsString(this);
  }

  /** The whole life of the request: each workflow must approve within its own time. */
  public Duration timeout() {
    return Duration.ofSeconds(
        workflows.stream().mapToInt(w -> w.timing().timeoutSeconds()).min().orElseThrow());
  }

  /** Whether the agent is to poll, rather than to have its call held open. */
  public boolean isPolled() {
    return workflows.stream().anyMatch(ApprovalWorkflow::asyncApproval);
  }

  public boolean requireReason() {
    return workflows.stream().anyMatch(ApprovalWorkflow::requireReason);
  }

  /** A consensus needs all who are named, whether they can vote or not. */
  public int requiredApprovals() {
    return workflows.stream().mapToInt(this::requiredApprovals).sum();
  }

  private int requiredApprovals(ApprovalWorkflow workflow) {
    if (workflow.quorum().type() != ApprovalWorkflow.Type.CONSENSUS) {
      return workflow.approvals();
    }
    String pool = Pools.workflow(workflow);
    long all = electorate.values().stream().filter(pools -> pools.contains(pool)).count();
    return Math.max(workflow.approvals(), Math.toIntExact(all));
  }

  public boolean allowsSelfApproval() {
    return workflows.stream().allMatch(ApprovalWorkflow::allowSelfApproval);
  }
}
