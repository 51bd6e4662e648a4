package ai.preloop.policies.quorum;

import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.documents.ApprovalWorkflow.DeclineRule;
import ai.preloop.policies.quorum.Vote.Choice;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The votes on one step, each voter's first one only. */
final class Round {

  private final Step step;
  private final ApprovalWorkflow workflow;
  private final Map<String, Set<String>> members;
  private final Map<String, Vote> votes = new LinkedHashMap<>();

  Round(Step step, ApprovalWorkflow workflow, Map<String, Set<String>> electorate) {
    this.step = step;
    this.workflow = workflow;
    this.members = new HashMap<>(electorate);
    this.members.values().removeIf(pools -> !pools.contains(step.pool()));
  }

  void take(Vote vote) {
    if (vote.eligibleFor().contains(step.pool())) {
      votes.putIfAbsent(vote.voter().id(), vote);
    }
  }

  /** The quorum is there. */
  boolean isReached() {
    return suffices(approvals());
  }

  /** A decline has closed it. */
  boolean isLost() {
    if (approvals().size() == votes.size()) {
      return false;
    }
    return workflow.quorum().declineRule() == DeclineRule.ANY || !suffices(stillPossible());
  }

  int required() {
    return step.required() == Step.EVERYBODY ? everybody() : step.required();
  }

  int received() {
    Map<String, Set<String>> approvals = approvals();
    if (step.required() == Step.EVERYBODY) {
      approvals.keySet().retainAll(members.keySet());
    }
    return Math.min(weight(approvals), required());
  }

  List<Voter> approvers() {
    return approving().map(Vote::voter).toList();
  }

  /** Whoever is named and cannot vote is missed, and not left out. */
  private int everybody() {
    return Math.max(members.size(), workflow.approvals());
  }

  /** Nobody known is nobody to agree: an empty pool never reaches a consensus. */
  private boolean suffices(Map<String, Set<String>> voters) {
    if (step.required() == Step.EVERYBODY) {
      return members.size() == everybody() && voters.keySet().containsAll(members.keySet());
    }
    return weight(voters) >= step.required();
  }

  private int weight(Map<String, Set<String>> voters) {
    if (!workflow.quorum().distinctGroups() || step.required() == Step.EVERYBODY) {
      return voters.size();
    }
    return Groups.represented(
        voters.entrySet().stream().map(e -> groups(e.getKey(), e.getValue())).toList());
  }

  /** The teams that somebody may speak for; who was asked by name speaks for themselves. */
  private Set<String> groups(String voter, Set<String> pools) {
    Set<String> teams =
        teamsAsked().map(Pools::team).filter(pools::contains).collect(Collectors.toSet());
    return teams.isEmpty() ? Set.of("voter:" + voter) : teams;
  }

  private Stream<String> teamsAsked() {
    return Stream.of(
            workflow.people().approverTeams().stream(),
            workflow.people().escalationTeams().stream(),
            workflow.quorum().stages().stream().flatMap(stage -> stage.approverTeams().stream()))
        .flatMap(teams -> teams);
  }

  private Stream<Vote> approving() {
    return votes.values().stream().filter(vote -> vote.choice() == Choice.APPROVE);
  }

  private Map<String, Set<String>> approvals() {
    return approving()
        .collect(
            Collectors.toMap(
                vote -> vote.voter().id(), Vote::eligibleFor, (a, b) -> a, LinkedHashMap::new));
  }

  private Map<String, Set<String>> stillPossible() {
    Map<String, Set<String>> voters = approvals();
    members.forEach((id, pools) -> {
      if (!votes.containsKey(id)) {
        voters.put(id, pools);
      }
    });
    return voters;
  }
}
