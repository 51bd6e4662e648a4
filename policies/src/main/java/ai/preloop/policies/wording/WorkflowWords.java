package ai.preloop.policies.wording;

import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.documents.ApprovalWorkflow.People;
import ai.preloop.policies.documents.ApprovalWorkflow.Quorum;
import ai.preloop.policies.documents.ApprovalWorkflow.Timing;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who is asked by an approval workflow, how many must agree, and what the end of the time means.
 */
final class WorkflowWords {

  private WorkflowWords() {}

  static Statement of(ApprovalWorkflow workflow) {
    String words =
        "%s; within %d seconds, after which the call is %s."
            .formatted(
                voters(workflow), workflow.timing().timeoutSeconds(), end(workflow.timing()));
    return new Statement("approval_workflows", workflow.name(), null, words + more(workflow));
  }

  private static String voters(ApprovalWorkflow workflow) {
    Quorum quorum = workflow.quorum();
    return switch (quorum.type()) {
      case SIMPLE ->
          "%d of %s must approve".formatted(quorum.requiredApprovals(), people(workflow.people()));
      case CONSENSUS -> "All of %s must approve".formatted(people(workflow.people()));
      case MULTI_STAGE ->
          "In %d stages, %d approvals are needed"
              .formatted(quorum.stages().size(), workflow.approvals());
    };
  }

  private static String people(People people) {
    List<String> named =
        Stream.concat(
                people.approverUsers().stream(),
                people.approverTeams().stream().map(team -> "the team " + team))
            .toList();
    return named.isEmpty()
        ? "the account's owners"
        : named.stream().collect(Collectors.joining(", "));
  }

  private static String end(Timing timing) {
    return switch (timing.onTimeout()) {
      case EXPIRE -> "not made, since nobody decided";
      case DENY -> "declined";
    };
  }

  private static String more(ApprovalWorkflow workflow) {
    return (workflow.aiReview() == null
            ? ""
            : " The model %s is asked first.".formatted(workflow.aiReview().model()))
        + (workflow.requireReason() ? " Whoever decides says why." : "")
        + (workflow.allowSelfApproval() ? "" : " Whoever owns the calling credential has no vote.");
  }
}
