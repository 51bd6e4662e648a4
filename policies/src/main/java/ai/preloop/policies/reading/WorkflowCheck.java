package ai.preloop.policies.reading;

import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.documents.Entries;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.syntax.Findings;
import java.util.HashSet;
import java.util.List;

/** Whether the approval workflows of a document make sense, each and together. */
final class WorkflowCheck {

  private static final List<String> AI_KEYS =
      List.of(
          "ai_model",
          "ai_guidelines",
          "ai_context",
          "ai_confidence_threshold",
          "ai_fallback_behavior",
          "ai_scope");

  private final PolicyDocument document;
  private final Surroundings.Voting voting;
  private final Findings findings;

  WorkflowCheck(PolicyDocument document, Surroundings surroundings, Findings findings) {
    this.document = document;
    this.voting = surroundings.voting();
    this.findings = findings;
  }

  void run() {
    Entries.each(
        document.approvalWorkflows(),
        "$.approval_workflows",
        (workflow, path) -> {
          stages(workflow, path);
          review(workflow, path);
          quorum(workflow, path);
          escalation(workflow, path);
        });
    new EscalationCheck(document.approvalWorkflows(), voting.workflows(), findings).run();
  }

  private boolean written(String path) {
    return findings.places().containsKey(path);
  }

  private void stages(ApprovalWorkflow workflow, String path) {
    var staged = workflow.quorum().type() == ApprovalWorkflow.Type.MULTI_STAGE;
    if (staged && workflow.quorum().stages().isEmpty()) {
      findings.error(
          "key.missing", path + ".stages", "`workflow_type: multi_stage` needs `stages`.");
    }
    if (!staged && written(path + ".stages")) {
      findings.error(
          "key.conflict",
          path + ".stages",
          "`stages` are read only with `workflow_type: multi_stage`.");
    }
  }

  private void review(ApprovalWorkflow workflow, String path) {
    if (workflow.aiReview() != null) {
      if (!written(path + ".ai_model")) {
        findings.error(
            "key.missing", path + ".ai_model", "`approval_type: ai_driven` needs an `ai_model`.");
      }
      return;
    }
    for (var key : AI_KEYS) {
      if (written(path + "." + key)) {
        findings.error(
            "key.conflict",
            path + "." + key,
            "`%s` is read only with `approval_type: ai_driven`.".formatted(key));
      }
    }
  }

  private void quorum(ApprovalWorkflow workflow, String path) {
    var quorum = workflow.quorum();
    var people = workflow.people();
    if (quorum.type() == ApprovalWorkflow.Type.SIMPLE) {
      voters(quorum.requiredApprovals(), people.approverUsers(), people.approverTeams(), path);
    } else if (written(path + ".required_approvals")) {
      findings.warning(
          "workflow.quorum_unread",
          path + ".required_approvals",
          "`required_approvals` is read only with `workflow_type: simple`.");
    }
    if (quorum.distinctGroups() && people.approverTeams().size() < quorum.requiredApprovals()) {
      tooFew(quorum.requiredApprovals(), people.approverTeams().size() + " teams", path);
    }
    Entries.each(
        quorum.stages(),
        path + ".stages",
        (stage, at) ->
            voters(stage.requiredApprovals(), stage.approverUsers(), stage.approverTeams(), at));
  }

  /** Who is in a team is not known here; nobody named means the owners, who may be known. */
  private void voters(int required, List<String> users, List<String> teams, String path) {
    if (!teams.isEmpty()) {
      return;
    }
    var people = new HashSet<>(users).size();
    var owners = voting.owners();
    if (people > 0 && required > people) {
      tooFew(required, people + (people == 1 ? " person" : " people"), path);
    } else if (people == 0 && owners != null && required > owners) {
      tooFew(required, owners + (owners == 1 ? " owner" : " owners"), path);
    }
  }

  private void tooFew(int required, String voters, String path) {
    findings.warning(
        "workflow.quorum_too_large",
        path + ".required_approvals",
        "%d approvals are needed, but only %s can vote.".formatted(required, voters));
  }

  private void escalation(ApprovalWorkflow workflow, String path) {
    var timing = workflow.timing();
    var people = workflow.people();
    var somebody =
        timing.escalationWorkflow() != null
            || !people.escalationUsers().isEmpty()
            || !people.escalationTeams().isEmpty();
    if (written(path + ".escalate_after_seconds")) {
      afterwards(timing, path + ".escalate_after_seconds", somebody);
    }
    if (written(path + ".ai_fallback_behavior") && doubtReachesNobody(workflow, somebody)) {
      nobody(path + ".ai_fallback_behavior");
    }
  }

  private void afterwards(ApprovalWorkflow.Timing timing, String path, boolean somebody) {
    if (!somebody) {
      nobody(path);
    }
    if (timing.timeoutSeconds() > 0 && timing.escalateAfterSeconds() > timing.timeoutSeconds()) {
      findings.warning(
          "workflow.escalates_too_late",
          path,
          "The request ends after %d seconds, before it escalates."
              .formatted(timing.timeoutSeconds()));
    }
  }

  private static boolean doubtReachesNobody(ApprovalWorkflow workflow, boolean somebody) {
    var review = workflow.aiReview();
    return review != null
        && !review.deniesInDoubt()
        && !somebody
        && workflow.people().approverUsers().isEmpty()
        && workflow.people().approverTeams().isEmpty();
  }

  private void nobody(String path) {
    findings.warning("workflow.escalates_to_nobody", path, "Nobody is named here to escalate to.");
  }
}
