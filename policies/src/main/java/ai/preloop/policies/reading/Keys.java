package ai.preloop.policies.reading;

import static ai.preloop.policies.syntax.Key.optional;
import static ai.preloop.policies.syntax.Key.required;
import static ai.preloop.policies.syntax.Shape.CREDENTIAL;
import static ai.preloop.policies.syntax.Shape.FLAG;
import static ai.preloop.policies.syntax.Shape.FREE;
import static ai.preloop.policies.syntax.Shape.NAME;
import static ai.preloop.policies.syntax.Shape.between;
import static ai.preloop.policies.syntax.Shape.group;
import static ai.preloop.policies.syntax.Shape.list;
import static ai.preloop.policies.syntax.Shape.oneOf;

import ai.preloop.policies.documents.McpServerEntry;
import ai.preloop.policies.documents.Sources;
import ai.preloop.policies.syntax.Shape;

/** The keys of a policy document, version 1.0: the one definition that everything else reads. */
final class Keys {

  private static final Shape.Group METADATA =
      group(
          required("name", NAME).about("The owner of everything in the document."),
          optional("description", FREE).about("What it is for."),
          optional("author", FREE).about("Who writes it."),
          optional("tags", list(FREE)).about("Words to find it by."));

  static final Shape.Group AUTHENTICATION =
      group(
          optional("secret", NAME).about("The name of the secret."),
          optional("token", CREDENTIAL),
          optional("api_key", CREDENTIAL)
              .alias("key")
              .about("For api_key; it may be called key as well."),
          optional("header", NAME).about("The header that carries the key."),
          optional("client_id", NAME)
              .about("For oauth, and with it all that follows; Preloop registers itself without."),
          optional("client_secret", CREDENTIAL),
          optional("scope", NAME).about("What is asked for; else what the server names."),
          optional("per_user", FLAG)
              .about("Whether each person grants access for their own calls."),
          optional("grant", oneOf("authorization_code", "client_credentials"))
              .about("How a grant comes about; authorization_code when it is left out."));

  private static final Shape.Group SERVER =
      group(
          required("name", NAME)
              .reserving("server.reserved", Sources.RESERVED)
              .about("What entries name as their source."),
          optional("url", NAME).about("Where it is; needed unless it is a program."),
          optional("command", NAME)
              .about("For stdio: the name that the operator gave the program."),
          optional(
                  "transport",
                  oneOf(McpServerEntry.TRANSPORTS.toArray(String[]::new))
                      .or(McpServerEntry.HTTP_STREAMING, McpServerEntry.STREAMABLE_HTTP))
              .orElse(McpServerEntry.STREAMABLE_HTTP)
              .about("How it is spoken to."),
          optional("auth_type", oneOf(McpServerEntry.AUTH_TYPES.toArray(String[]::new)))
              .orElse("none")
              .about("How Preloop signs in there."),
          optional("auth_config", AUTHENTICATION).about("References into the secret store."),
          optional("trusted", FLAG)
              .orElse(false)
              .about("Whether what it says of its tools is believed."),
          optional("max_concurrency", between(1, McpServerEntry.MOST_CALLS))
              .about("How many calls may be under way there at once; else what the node says."));

  private static final Shape.Group DEFAULTS =
      group(
          optional("unknown_tools", ToolKeys.ACTION)
              .orElse("allow")
              .about("What holds for a tool that no entry speaks of."),
          optional("unknown_resources", ToolKeys.ACTION)
              .orElse("allow")
              .about("What holds for a resource that no entry speaks of."),
          optional("unknown_prompts", ToolKeys.ACTION)
              .orElse("allow")
              .about("What holds for a prompt that no entry speaks of."),
          optional("unknown_models", ToolKeys.ACTION)
              .orElse("allow")
              .about("What holds for a model that no entry speaks of."),
          optional("require_approval_for_new_tools", FLAG)
              .orElse(true)
              .about("Whether a tool that appears later is asked for until it is accepted."),
          optional("on_definition_change", oneOf("require_approval", "hold", "allow"))
              .orElse("require_approval")
              .about("What holds for a tool whose definition changed, until it is accepted."),
          optional("default_approval_workflow", NAME)
              .about("Who is asked where neither the rule nor the tool says it."),
          optional("on_error", oneOf("require_approval", "deny"))
              .orElse("require_approval")
              .about("What holds when a rule cannot be evaluated."),
          optional("validate_arguments", FLAG)
              .orElse(true)
              .about("Whether arguments that break the tool's own schema are refused."),
          optional("mode", ToolKeys.MODE)
              .orElse("enforce")
              .about("In shadow the verdicts of this file are recorded and do not bind."));

  static final Shape.Group DOCUMENT =
      group(
          required("version", oneOf("1.0")).about("The version of the language."),
          required("metadata", METADATA).about("Whose document it is."),
          optional("mcp_servers", list(SERVER)).about("Upstream servers that it brings."),
          optional("approval_workflows", list(WorkflowKeys.APPROVAL_WORKFLOW))
              .about("Who is asked, how many must agree, and for how long."),
          optional("tools", list(ToolKeys.TOOL_ENTRY)).about("Rules for everybody's calls."),
          optional("subjects", list(ToolKeys.SUBJECT)).about("Rules for one caller's calls."),
          optional("resources", list(ToolKeys.SOURCED_ENTRY)).about("Rules for reading resources."),
          optional("prompts", list(ToolKeys.SOURCED_ENTRY)).about("Rules for prompts."),
          optional("models", list(ToolKeys.MODEL_ENTRY)).about("Rules for calls of models."),
          optional("defaults", DEFAULTS).about("What holds for the account; one owner has it."));

  private Keys() {}
}
