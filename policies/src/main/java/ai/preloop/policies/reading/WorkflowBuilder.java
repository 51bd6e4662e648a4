package ai.preloop.policies.reading;

import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.syntax.Fields;
import org.jspecify.annotations.Nullable;

/** Turns the checked keys of an approval workflow into its record. */
final class WorkflowBuilder {

  private WorkflowBuilder() {}

  static ApprovalWorkflow build(Fields fields) {
    return new ApprovalWorkflow(
        fields.text("name"),
        quorum(fields),
        timing(fields),
        people(fields),
        fields.flag("require_reason"),
        fields.flag("async_approval"),
        fields.flag("agent_selectable"),
        fields.flag("is_default"),
        fields.flag("allow_self_approval"),
        fields.choice("retry", ApprovalWorkflow.Retry.class),
        review(fields),
        fields.map("channel_configs"),
        fields.position());
  }

  private static ApprovalWorkflow.Quorum quorum(Fields fields) {
    return new ApprovalWorkflow.Quorum(
        fields.choice("workflow_type", ApprovalWorkflow.Type.class),
        fields.whole("required_approvals"),
        fields.choice("decline_rule", ApprovalWorkflow.DeclineRule.class),
        fields.flag("distinct_groups"),
        fields.groups("stages").stream().map(WorkflowBuilder::stage).toList());
  }

  private static ApprovalWorkflow.Stage stage(Fields fields) {
    return new ApprovalWorkflow.Stage(
        fields.text("name"),
        fields.whole("required_approvals"),
        fields.texts("approver_users"),
        fields.texts("approver_teams"),
        fields.has("timeout_seconds") ? fields.whole("timeout_seconds") : null);
  }

  private static ApprovalWorkflow.Timing timing(Fields fields) {
    var timeout = fields.whole("timeout_seconds");
    return new ApprovalWorkflow.Timing(
        timeout,
        fields.has("escalate_after_seconds") ? fields.whole("escalate_after_seconds") : timeout,
        fields.choice("on_timeout", ApprovalWorkflow.OnTimeout.class),
        fields.textOrNull("escalation_workflow"));
  }

  private static ApprovalWorkflow.People people(Fields fields) {
    return new ApprovalWorkflow.People(
        fields.texts("approver_users"),
        fields.texts("approver_teams"),
        fields.texts("escalation_users"),
        fields.texts("escalation_teams"));
  }

  private static ApprovalWorkflow.@Nullable AiReview review(Fields fields) {
    return fields.text("approval_type").equals("standard")
        ? null
        : new ApprovalWorkflow.AiReview(
            fields.text("ai_model"),
            fields.textOrNull("ai_guidelines"),
            fields.map("ai_context"),
            fields.decimal("ai_confidence_threshold"),
            fields.text("ai_fallback_behavior").equals("deny"),
            fields.text("ai_scope").equals("any"));
  }
}
