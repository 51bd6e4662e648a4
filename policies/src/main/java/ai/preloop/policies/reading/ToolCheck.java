package ai.preloop.policies.reading;

import ai.preloop.policies.conditions.Primitive;
import ai.preloop.policies.documents.Action;
import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.documents.Entries;
import ai.preloop.policies.documents.Justification;
import ai.preloop.policies.documents.McpServerEntry;
import ai.preloop.policies.documents.Mode;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.documents.Sources;
import ai.preloop.policies.documents.ToolEntry;
import ai.preloop.policies.syntax.Findings;
import java.util.Map;
import java.util.Set;

/** What is allowed to write of a tool, but is hardly meant. */
final class ToolCheck {

  private static final Map<String, String> ASKING_DEFAULTS =
      Map.of(
          "unknown_tools", "require_approval",
          "unknown_resources", "require_approval",
          "unknown_prompts", "require_approval",
          "unknown_models", "require_approval",
          "require_approval_for_new_tools", "true",
          "on_definition_change", "require_approval",
          "on_error", "require_approval");

  /** What asks those whom the tool's entry names, if it names somebody. */
  private static final Set<String> ASKING_BY_ENTRY = Set.of("on_definition_change", "on_error");

  private final PolicyDocument document;
  private final Surroundings surroundings;
  private final KnownTools tools;
  private final Findings findings;

  ToolCheck(
      PolicyDocument document, Surroundings surroundings, KnownTools tools, Findings findings) {
    this.document = document;
    this.surroundings = surroundings;
    this.tools = tools;
    this.findings = findings;
  }

  void run() {
    for (var tool : Entries.all(document)) {
      if (!tool.entry().name().isEmpty()) {
        check(tool);
      }
    }
    defaults();
  }

  /** What is written there, asks, and is answered for by no entry's own workflow. */
  private void defaults() {
    if (document.defaults() == null || defaultWorkflow()) {
      return;
    }
    ASKING_DEFAULTS.forEach((key, asking) -> {
      var place = findings.places().get("$.defaults." + key);
      boolean answered = ASKING_BY_ENTRY.contains(key) && everyEntryNames();
      if (place != null && place.text().equals(asking) && !answered) {
        noWorkflow("$.defaults." + key);
      }
    });
  }

  /** Whichever tool is called, its entry says who is asked. */
  private boolean everyEntryNames() {
    return document.tools().stream().allMatch(each -> each.approvalWorkflow() != null)
        && document.tools().stream()
            .anyMatch(each -> each.name().equals("*") && each.source() == null);
  }

  private void check(Entries.Located tool) {
    if (tool.primitive() == Primitive.TOOL) {
      matching(tool);
    }
    asking(tool);
    allowing(tool);
    justifying(tool);
    afterCatchAll(tool);
  }

  private void matching(Entries.Located tool) {
    var everything = tool.entry().name().equals("*") && tool.entry().source() == null;
    var unknowable = (surroundings.offline() && tools.isEmpty()) || mayArrive(tool.entry());
    if (!everything && !unknowable && tools.fitting(tool.entry()).findAny().isEmpty()) {
      findings.warning(
          "tool.unmatched",
          tool.path() + ".name",
          "No known tool fits `%s`.".formatted(tool.entry().key()));
    }
  }

  /** The tools of a server that the document brings are known once it is in force. */
  private boolean mayArrive(ToolEntry entry) {
    return document.mcpServers().stream()
        .map(McpServerEntry::name)
        .filter(server -> tools.areUnknown(server))
        .anyMatch(server ->
            entry.source() == null
                || entry.source().equals(Sources.MCP)
                || entry.source().equals(server));
  }

  private void asking(Entries.Located tool) {
    var entry = tool.entry();
    if (entry.approvalWorkflow() != null || defaultWorkflow()) {
      return;
    }
    for (var rule : entry.enforced()) {
      if (rule.action() == Action.REQUIRE_APPROVAL && rule.approvalWorkflow() == null) {
        noWorkflow(tool.rule(rule));
      }
    }
    if (entry.whenNothingMatches() == Action.REQUIRE_APPROVAL) {
      noWorkflow(tool.path() + ".otherwise");
    }
    Entries.each(
        entry.output(),
        tool.path() + ".output",
        (rule, path) -> {
          if (rule.asks() && rule.approvalWorkflow() == null) {
            noWorkflow(path, "answer would be withheld");
          }
        });
  }

  /** Another owner's defaults may name a workflow, which cannot be seen from here. */
  private boolean defaultWorkflow() {
    var defaults = document.defaults();
    return (defaults != null && defaults.defaultApprovalWorkflow() != null)
        || document.approvalWorkflows().stream().anyMatch(ApprovalWorkflow::isDefault)
        || !surroundings.claims().defaultWorkflowOwner().isEmpty()
        || !surroundings.claims().defaultsOwner().isEmpty();
  }

  private void noWorkflow(String path) {
    noWorkflow(path, "call would be denied");
  }

  private void noWorkflow(String path, String end) {
    findings.warning(
        "tool.no_workflow",
        path,
        "This asks, but no approval workflow is named here, for the tool, or as the default; the"
            + " %s.".formatted(end));
  }

  private void allowing(Entries.Located tool) {
    var entry = tool.entry();
    if (entry.otherwise() == null
        && !entry.enforced().isEmpty()
        && entry.whenNothingMatches() == Action.REQUIRE_APPROVAL) {
      findings.warning(
          "tool.allow_without_otherwise",
          tool.path(),
          "There is an allow rule but no `otherwise`: every other call will need an approval.");
    }
  }

  private void justifying(Entries.Located tool) {
    var entry = tool.entry();
    if (!entry.enabled() && entry.justification() != Justification.DISABLED) {
      findings.warning(
          "tool.justification_disabled",
          tool.path() + ".justification",
          "The tool is switched off, so nobody can give a justification.");
    }
  }

  private void afterCatchAll(Entries.Located tool) {
    var after = false;
    for (var rule : tool.entry().conditions()) {
      if (after) {
        findings.warning(
            "rule.unreachable",
            tool.rule(rule),
            "A rule above matches every call, so this one is never tried.");
      }
      after |= rule.condition() == null && rule.mode() == Mode.ENFORCE;
    }
  }
}
