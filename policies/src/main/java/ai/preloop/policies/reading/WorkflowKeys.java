package ai.preloop.policies.reading;

import static ai.preloop.policies.syntax.Key.old;
import static ai.preloop.policies.syntax.Key.optional;
import static ai.preloop.policies.syntax.Key.required;
import static ai.preloop.policies.syntax.Shape.ANYTHING;
import static ai.preloop.policies.syntax.Shape.FLAG;
import static ai.preloop.policies.syntax.Shape.FREE;
import static ai.preloop.policies.syntax.Shape.NAME;
import static ai.preloop.policies.syntax.Shape.between;
import static ai.preloop.policies.syntax.Shape.group;
import static ai.preloop.policies.syntax.Shape.list;
import static ai.preloop.policies.syntax.Shape.oneOf;

import ai.preloop.policies.syntax.Shape;

/** The keys of an approval workflow. */
final class WorkflowKeys {

  private static final Shape.Whole APPROVALS = between(1, 10);
  private static final Shape.Whole LIFETIME = between(30, 86_400);

  private static final Shape.Group STAGE =
      group(
          required("name", NAME).about("What the stage is called."),
          optional("required_approvals", APPROVALS)
              .orElse(1)
              .alias("approvals_required")
              .about("How many must approve in this stage."),
          optional("approver_users", list(NAME)).about("People who are asked in this stage."),
          optional("approver_teams", list(NAME)).about("Teams that are asked in this stage."),
          optional("timeout_seconds", LIFETIME).about("How long the stage may take."));

  private static final Shape.Choice DOUBT =
      oneOf("escalate", "deny").never("approve", "doubt never approves");

  static final Shape.Group APPROVAL_WORKFLOW =
      group(
          required("name", NAME).about("What tools and rules refer to it by."),
          optional("workflow_type", oneOf("simple", "multi_stage", "consensus"))
              .orElse("simple")
              .about("One pool and a quorum, the stages in order, or every approver."),
          optional("timeout_seconds", LIFETIME)
              .orElse(300)
              .about("How long a request lives; time never approves."),
          optional("required_approvals", APPROVALS)
              .orElse(1)
              .alias("approvals_required")
              .about("How many must approve."),
          optional("approver_users", list(NAME))
              .about("People who are asked; when nobody is named, the account's owners."),
          optional("approver_teams", list(NAME)).about("Teams whose members are asked."),
          optional("stages", list(STAGE)).about("The steps of a multi_stage approval, in order."),
          optional("decline_rule", oneOf("any", "unreachable"))
              .orElse("any")
              .about("One decline ends it, or it ends when the quorum is out of reach."),
          optional("distinct_groups", FLAG)
              .orElse(false)
              .about("With a quorum over teams: no two votes from one team."),
          optional("allow_self_approval", FLAG)
              .orElse(true)
              .about("Whether the user who owns the calling credential may vote."),
          optional("escalation_users", list(NAME))
              .about("People who are told when nobody decides."),
          optional("escalation_teams", list(NAME))
              .about("Teams that are told when nobody decides."),
          optional("escalate_after_seconds", between(1, 86_400))
              .about("When it escalates; at its end when it is not said."),
          optional("escalation_workflow", NAME)
              .about("Another workflow that takes over; it never lowers a quorum."),
          optional("on_timeout", oneOf("expire", "deny"))
              .orElse("expire")
              .about("What the end of its time means."),
          optional("retry", oneOf("never", "safe"))
              .about("Whether an approved call whose outcome is unknown may be sent again."),
          optional("require_reason", FLAG).orElse(false).about("Whether a vote needs a comment."),
          optional("async_approval", FLAG)
              .orElse(false)
              .about("True: the agent is told to poll. False: its call is held."),
          optional("agent_selectable", FLAG)
              .orElse(false)
              .about("Whether an agent may name it in request_approval."),
          optional("is_default", FLAG)
              .orElse(false)
              .about("The account's own, for whatever names no other."),
          optional("channel_configs", ANYTHING).about("Settings of channels, by channel."),
          old("notification_channels", list(FREE))
              .about("Has no effect: the approvers' own preferences decide."),
          optional("approval_type", oneOf("standard", "ai_driven"))
              .orElse("standard")
              .about("People, or a model before them."),
          optional("ai_model", NAME).about("The alias of the model; needed when ai_driven."),
          optional("ai_guidelines", FREE).about("What the model is told to judge by."),
          optional("ai_context", ANYTHING).about("What else the model is told."),
          optional("ai_confidence_threshold", new Shape.Decimal(0, 1))
              .orElse(0.8)
              .about("Below it the model is in doubt."),
          optional("ai_fallback_behavior", DOUBT).orElse("escalate").about("What doubt leads to."),
          optional("ai_scope", oneOf("non_destructive", "any"))
              .orElse("non_destructive")
              .about("What the model alone may approve."));

  private WorkflowKeys() {}
}
