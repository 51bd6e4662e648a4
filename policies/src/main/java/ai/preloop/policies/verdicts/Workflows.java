package ai.preloop.policies.verdicts;

import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.documents.PolicyDocument;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds who is asked: a name means the document's own workflow first, then the account's. */
final class Workflows {

  private final Map<String, Map<String, ApprovalWorkflow>> byOwner = new HashMap<>();
  private final Map<String, ApprovalWorkflow> byName = new HashMap<>();
  private final @Nullable ApprovalWorkflow accountDefault;

  /** {@code defaultName} is what the account's defaults name, in the words of {@code owner}. */
  Workflows(List<PolicyDocument> documents, @Nullable String defaultName, String owner) {
    for (PolicyDocument document : documents) {
      Map<String, ApprovalWorkflow> own = new HashMap<>();
      for (ApprovalWorkflow workflow : document.approvalWorkflows()) {
        own.put(workflow.name(), workflow);
        byName.putIfAbsent(workflow.name(), workflow);
      }
      byOwner.put(document.owner(), own);
    }
    this.accountDefault = defaultName == null ? marked(documents) : named(owner, defaultName);
  }

  /** The first name that is given decides; null when nobody is named or the name is unknown. */
  @Nullable ApprovalWorkflow resolve(
      String owner, @Nullable String ofRule, @Nullable String ofTool) {
    if (ofRule != null) {
      return named(owner, ofRule);
    }
    return ofTool == null ? accountDefault : named(owner, ofTool);
  }

  /** The one for calls that no rule speaks of. */
  @Nullable ApprovalWorkflow fallback() {
    return accountDefault;
  }

  /** The one of this name, if agents may choose it. */
  @Nullable ApprovalWorkflow selectable(String name) {
    ApprovalWorkflow workflow = byName.get(name);
    return workflow != null && workflow.agentSelectable() ? workflow : null;
  }

  private @Nullable ApprovalWorkflow named(String owner, String name) {
    ApprovalWorkflow own = byOwner.getOrDefault(owner, Map.of()).get(name);
    return own == null ? byName.get(name) : own;
  }

  private static @Nullable ApprovalWorkflow marked(List<PolicyDocument> documents) {
    return documents.stream()
        .flatMap(document -> document.approvalWorkflows().stream())
        .filter(ApprovalWorkflow::isDefault)
        .findFirst()
        .orElse(null);
  }
}
