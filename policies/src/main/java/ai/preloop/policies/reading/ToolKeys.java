package ai.preloop.policies.reading;

import static ai.preloop.policies.syntax.Key.optional;
import static ai.preloop.policies.syntax.Key.required;
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
import ai.preloop.policies.syntax.Key;
import ai.preloop.policies.syntax.Shape;

/** The keys of what is judged: of tools, and of what is judged like them. */
final class ToolKeys {

  static final Shape.Choice ACTION = oneOf("allow", "deny", "require_approval");
  static final Shape.Choice MODE = oneOf("enforce", "shadow");

  private static final Shape.Group CONDITION =
      group(
          optional("expression", EXPRESSION)
              .about("When it matches; without one it matches every call."),
          optional("action", ACTION).orElse("require_approval").about("What it does on a match."),
          optional("description", FREE).about("Why; the agent reads it in a refusal."),
          optional("approval_workflow", NAME).about("Who is asked; the tool's when not said."),
          optional("mode", MODE)
              .orElse("enforce")
              .about("A shadow rule is recorded, and then skipped."),
          optional("condition_type", oneOf("cel", "simple"))
              .orElse("cel")
              .about("The language of the expression."),
          optional("overridable", FLAG)
              .orElse(false)
              .about("Whether a subject's matching allow rule may loosen this ask."));

  private static final Shape.Group OUTPUT =
      group(
          optional("fields", list(FREE))
              .about("JSON pointers into the structured content, and into texts that are JSON."),
          optional("pattern", FREE).about("A regular expression (RE2) over every text."),
          optional("max_bytes", between(1, 32 << 20)).about("What the texts may have together."),
          optional("injection", oneOf("flag", "deny"))
              .about("What is done with texts that read like instructions to the agent."),
          optional("action", oneOf("pass", "redact", "ask", "deny"))
              .about("What is done where there is such a field, or the pattern matches."),
          optional("approval_workflow", NAME)
              .about("Who decides whether the agent gets the answer; the tool's when not said."),
          optional("description", FREE).about("Why; the agent reads it in a refusal."));

  private static final Shape.Group JUDGED =
      group(
          required("name", TOOL).about("The name: exact, the start of one and a star, or a star."),
          optional("enabled", FLAG).orElse(true).about("False switches it off."),
          optional("approval_workflow", NAME).about("Who is asked."),
          optional("conditions", list(CONDITION))
              .about("Rules in order: the first that matches decides."),
          optional("otherwise", ACTION).about("What holds when no rule matched."));

  private static final Key SOURCE =
      optional("source", NAME)
          .reserving("source.reserved", Sources.UNUSABLE)
          .about("builtin, mcp (any server), or the name of a server; every one when absent.");

  private static final Key JUSTIFICATION =
      optional("justification", oneOf("disabled", "optional", "required"))
          .orElse("disabled")
          .about("Whether an agent may or must say why.");

  /** A model: judged like a tool, but no server has it, and nobody is asked to say why. */
  static final Shape.Group MODEL_ENTRY = JUDGED;

  /** A resource or a prompt: judged like a tool, but nobody is asked to say why. */
  static final Shape.Group SOURCED_ENTRY = JUDGED.with(SOURCE);

  static final Shape.Group TOOL_ENTRY =
      JUDGED.with(
          JUSTIFICATION,
          SOURCE,
          optional("output", list(OUTPUT)).about("Rules for what the tool answers."));

  static final Shape.Group SUBJECT =
      group(
          required("type", oneOf("api_key", "agent", "flow")).about("What kind of caller."),
          required("name", NAME).about("The caller's name."),
          optional("tools", list(TOOL_ENTRY)).about("Rules for this caller's calls."),
          optional("resources", list(SOURCED_ENTRY)).about("Rules for what this caller reads."),
          optional("prompts", list(SOURCED_ENTRY)).about("Rules for this caller's prompts."),
          optional("models", list(MODEL_ENTRY)).about("Rules for this caller's calls of models."));

  private ToolKeys() {}
}
