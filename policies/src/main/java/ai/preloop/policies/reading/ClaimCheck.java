package ai.preloop.policies.reading;

import ai.preloop.policies.conditions.Primitive;
import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.documents.Claim;
import ai.preloop.policies.documents.Entries;
import ai.preloop.policies.documents.EntryLists;
import ai.preloop.policies.documents.McpServerEntry;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.documents.SubjectEntry;
import ai.preloop.policies.documents.ToolEntry;
import ai.preloop.policies.syntax.Findings;
import ai.preloop.policies.syntax.Paths;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Finds what is claimed twice: within the document, or by it and another owner. */
final class ClaimCheck {

  private final PolicyDocument document;
  private final Surroundings surroundings;
  private final Findings findings;

  ClaimCheck(PolicyDocument document, Surroundings surroundings, Findings findings) {
    this.document = document;
    this.surroundings = surroundings;
    this.findings = findings;
  }

  void run() {
    Claim.of(document).forEach(this::held);
    twice(document.approvalWorkflows(), "$.approval_workflows", ApprovalWorkflow::name);
    twice(document.mcpServers(), "$.mcp_servers", McpServerEntry::name);
    twice(document.entries(), Paths.ROOT);
    twice(document.subjects(), "$.subjects", SubjectEntry::key);
    Entries.each(
        document.subjects(), "$.subjects", (subject, path) -> twice(subject.entries(), path));
    Entries.each(
        document.approvalWorkflows(),
        "$.approval_workflows",
        (each, path) ->
            twice(each.quorum().stages(), path + ".stages", ApprovalWorkflow.Stage::name));
    oneDefault();
  }

  private void twice(EntryLists entries, String path) {
    for (var primitive : Primitive.values()) {
      twice(entries.of(primitive), Paths.key(path, primitive.section()), ToolEntry::key);
    }
  }

  private void held(Claim claim) {
    var owner = owner(claim);
    if (!owner.isEmpty() && !owner.equals(document.owner())) {
      findings.add(claim.refusedTo(document.owner(), owner, findings.positionOf(claim.path())));
    }
  }

  private String owner(Claim claim) {
    var claims = surroundings.claims();
    return switch (claim.kind()) {
      case WORKFLOW -> surroundings.approvalWorkflows().getOrDefault(claim.name(), "");
      case SERVER -> claims.serverOwners().getOrDefault(claim.name(), "");
      case DEFAULTS -> claims.defaultsOwner();
      case DEFAULT_WORKFLOW -> claims.defaultWorkflowOwner();
    };
  }

  /** A name that was wrong in itself has been reported already, and is empty here. */
  private <T> void twice(List<T> items, String path, Function<T, String> naming) {
    Map<String, String> first = new HashMap<>();
    Entries.each(
        items,
        path,
        (item, at) -> {
          var name = naming.apply(item);
          var before = name.isEmpty() ? null : first.putIfAbsent(name, at);
          if (before != null) {
            findings.error(
                "name.duplicate",
                at + ".name",
                "`%s` is here already, at %s.".formatted(name, before));
          }
        });
  }

  private void oneDefault() {
    var defaults =
        Claim.of(document).stream()
            .filter(claim -> claim.kind() == Claim.Kind.DEFAULT_WORKFLOW)
            .toList();
    for (var another : defaults.stream().skip(1).toList()) {
      findings.error(
          "workflow.several_defaults",
          another.path(),
          "Only one approval workflow can be the default; %s is it already."
              .formatted(defaults.getFirst().path()));
    }
  }
}
