package ai.preloop.policies.reading;

import static ai.preloop.policies.syntax.Key.old;
import static ai.preloop.policies.syntax.Key.optional;
import static ai.preloop.policies.syntax.Key.required;
import static ai.preloop.policies.syntax.Shape.ANYTHING;
import static ai.preloop.policies.syntax.Shape.CREDENTIAL;
import static ai.preloop.policies.syntax.Shape.EXPRESSION;
import static ai.preloop.policies.syntax.Shape.FLAG;
import static ai.preloop.policies.syntax.Shape.FREE;
import static ai.preloop.policies.syntax.Shape.NAME;
import static ai.preloop.policies.syntax.Shape.TOOL;
import static ai.preloop.policies.syntax.Shape.between;
import static ai.preloop.policies.syntax.Shape.group;
import static ai.preloop.policies.syntax.Shape.list;
import static ai.preloop.policies.syntax.Shape.oneOf;

import ai.preloop.policies.documents.Sources;
import ai.preloop.policies.syntax.Shape;
import java.util.List;

/** The keys of a policy document, version 1.0: the one definition that everything else reads. */
final class Keys {

  private static final Shape.Whole APPROVALS = between(1, 10);
  private static final Shape.Whole LIFETIME = between(30, 86_400);
  private static final Shape.Choice ACTION = oneOf("allow", "deny", "require_approval");
  private static final Shape.Choice MODE = oneOf("enforce", "shadow");

  private static final Shape.Group METADATA =
      group(
          required("name", NAME).reserving("owner.reserved", List.of("console")),
          optional("description", FREE),
          optional("author", FREE),
          optional("tags", list(FREE)));

  private static final Shape.Group AUTHENTICATION =
      group(
          optional("secret", NAME),
          optional("token", CREDENTIAL),
          optional("api_key", CREDENTIAL),
          optional("header", NAME),
          optional("client_id", NAME),
          optional("client_secret", CREDENTIAL));

  private static final Shape.Group SERVER =
      group(
          required("name", NAME).reserving("server.reserved", Sources.RESERVED),
          required("url", NAME),
          optional(
                  "transport",
                  oneOf("streamable-http", "sse", "stdio").or("http-streaming", "streamable-http"))
              .orElse("streamable-http"),
          optional("auth_type", oneOf("none", "bearer", "api_key", "oauth")).orElse("none"),
          optional("auth_config", AUTHENTICATION),
          optional("trusted", FLAG).orElse(false));

  private static final Shape.Group STAGE =
      group(
          required("name", NAME),
          optional("required_approvals", APPROVALS).orElse(1).alias("approvals_required"),
          optional("approver_users", list(NAME)),
          optional("approver_teams", list(NAME)),
          optional("timeout_seconds", LIFETIME));

  private static final Shape.Group APPROVAL_WORKFLOW =
      group(
          required("name", NAME),
          optional("workflow_type", oneOf("simple", "multi_stage", "consensus")).orElse("simple"),
          optional("timeout_seconds", LIFETIME).orElse(300),
          optional("required_approvals", APPROVALS).orElse(1).alias("approvals_required"),
          optional("approver_users", list(NAME)),
          optional("approver_teams", list(NAME)),
          optional("stages", list(STAGE)),
          optional("decline_rule", oneOf("any", "unreachable")).orElse("any"),
          optional("distinct_groups", FLAG).orElse(false),
          optional("allow_self_approval", FLAG).orElse(true),
          optional("escalation_users", list(NAME)),
          optional("escalation_teams", list(NAME)),
          optional("escalate_after_seconds", between(1, 86_400)),
          optional("escalation_workflow", NAME),
          optional("on_timeout", oneOf("expire", "deny")).orElse("expire"),
          optional("retry", oneOf("never", "safe")),
          optional("require_reason", FLAG).orElse(false),
          optional("async_approval", FLAG).orElse(false),
          optional("agent_selectable", FLAG).orElse(false),
          optional("is_default", FLAG).orElse(false),
          optional("channel_configs", ANYTHING),
          old("notification_channels", list(FREE)),
          optional("approval_type", oneOf("standard", "ai_driven")).orElse("standard"),
          optional("ai_model", NAME),
          optional("ai_guidelines", FREE),
          optional("ai_context", ANYTHING),
          optional("ai_confidence_threshold", new Shape.Decimal(0, 1)).orElse(0.8),
          optional(
                  "ai_fallback_behavior",
                  oneOf("escalate", "deny").never("approve", "doubt never approves"))
              .orElse("escalate"),
          optional("ai_scope", oneOf("non_destructive", "any")).orElse("non_destructive"));

  private static final Shape.Group CONDITION =
      group(
          optional("expression", EXPRESSION),
          optional("action", ACTION).orElse("require_approval"),
          optional("description", FREE),
          optional("approval_workflow", NAME),
          optional("mode", MODE).orElse("enforce"),
          optional("condition_type", oneOf("cel", "simple")).orElse("cel"),
          optional("overridable", FLAG).orElse(false));

  private static final Shape.Group OUTPUT =
      group(
          optional("fields", list(FREE)),
          optional("pattern", FREE),
          required("action", oneOf("pass", "redact", "ask", "deny")),
          optional("description", FREE));

  /** A resource, a prompt or a model: judged like a tool. */
  private static final Shape.Group ENTRY =
      group(
          required("name", TOOL),
          optional("enabled", FLAG).orElse(true),
          optional("approval_workflow", NAME),
          optional("justification", oneOf("disabled", "optional", "required")).orElse("disabled"),
          optional("conditions", list(CONDITION)),
          optional("otherwise", ACTION));

  private static final Shape.Group SOURCED_ENTRY =
      ENTRY.with(optional("source", NAME).reserving("source.reserved", Sources.UNUSABLE));

  private static final Shape.Group TOOL_ENTRY =
      SOURCED_ENTRY.with(optional("output", list(OUTPUT)));

  private static final Shape.Group SUBJECT =
      group(
          required("type", oneOf("api_key", "agent", "flow")),
          required("name", NAME),
          required("tools", list(TOOL_ENTRY)));

  private static final Shape.Group DEFAULTS =
      group(
          optional("unknown_tools", ACTION).orElse("allow"),
          optional("unknown_resources", ACTION).orElse("allow"),
          optional("unknown_prompts", ACTION).orElse("allow"),
          optional("unknown_models", ACTION).orElse("allow"),
          optional("require_approval_for_new_tools", FLAG).orElse(true),
          optional("on_definition_change", oneOf("require_approval", "hold", "allow"))
              .orElse("require_approval"),
          optional("default_approval_workflow", NAME),
          optional("on_error", oneOf("require_approval", "deny")).orElse("require_approval"),
          optional("validate_arguments", FLAG).orElse(true),
          optional("mode", MODE).orElse("enforce"));

  static final Shape.Group DOCUMENT =
      group(
          required("version", oneOf("1.0")),
          required("metadata", METADATA),
          optional("mcp_servers", list(SERVER)),
          optional("approval_workflows", list(APPROVAL_WORKFLOW)),
          optional("tools", list(TOOL_ENTRY)),
          optional("subjects", list(SUBJECT)),
          optional("resources", list(SOURCED_ENTRY)),
          optional("prompts", list(SOURCED_ENTRY)),
          optional("models", list(ENTRY)),
          optional("defaults", DEFAULTS));

  private Keys() {}
}
