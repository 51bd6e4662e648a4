package ai.preloop.activities.generation;

import static ai.preloop.policies.problems.ProblemException.unprocessable;

import ai.preloop.activities.audit.AuditLog;
import ai.preloop.activities.generation.Wish.Base;
import ai.preloop.activities.generation.Wish.Observed;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.policies.Policies;
import ai.preloop.activities.servers.Catalogs;
import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.ownership.OwnedDocument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gathers what a model has to know of an account, within bounds. */
final class Tasks {

  private static final String USUAL_NAME = "generated";
  private static final int LONGEST_NAME = 100;
  private static final int LARGEST_BASE = 60_000;

  private static final String FROM_WORDS = "Write the policy that `wanted` describes.";

  private static final String FROM_CALLS =
      """
      Write the tightest starter policy under which calls like those of `recorded_calls` that were \
      allowed are allowed still, by server and tool and, where names, types and lengths of \
      arguments carry it, by conditions; what was asked about or denied stays so, and every call \
      that nobody has seen is asked about or denied. `wanted`, where it is there, says more.\
      """;

  private final Policies policies;
  private final Catalogs catalogs;
  private final AuditLog log;

  Tasks(Policies policies, Catalogs catalogs, AuditLog log) {
    this.policies = policies;
    this.catalogs = catalogs;
    this.log = log;
  }

  Task of(Principal person, Wish wish) {
    List<OwnedDocument> inForce = policies.export(person, null);
    OwnedDocument base = wish.base() == Base.ACTIVE ? base(inForce, wish.policyName()) : null;
    String name = base == null ? name(wish.policyName()) : base.owner();
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("task", wish.observed() == null ? FROM_WORDS : FROM_CALLS);
    told.put("policy_name", name);
    if (!wish.description().isEmpty()) {
      told.put("wanted", wish.description());
    }
    if (base != null) {
      told.put("policy_in_force", base.source());
    }
    told.put("other_owners", others(inForce, name));
    ToolFacts tools = ToolFacts.of(catalogs.of(person.account()));
    told.put("tools", tools.tools());
    told.put("tools_left_out", tools.leftOut());
    if (wish.observed() != null) {
      told.put("recorded_calls", seen(person, wish.observed()));
    }
    return new Task(name, told);
  }

  private Map<String, Object> seen(Principal person, Observed observed) {
    SeenCalls seen = SeenCalls.of(log, person.account(), observed);
    if (seen.calls() == 0) {
      throw unprocessable(
          "No such call of that time is on record, so there is nothing to make a policy of.");
    }
    return seen.told();
  }

  private static String name(@Nullable String asked) {
    String name = asked == null ? USUAL_NAME : asked.strip();
    if (name.isEmpty()
        || name.length() > LONGEST_NAME
        || name.chars().anyMatch(Character::isISOControl)
        || name.equals(PolicyDocument.BY_HAND)) {
      throw unprocessable(
          "policy_name has 1 to %d printable characters, and is not `%s`."
              .formatted(LONGEST_NAME, PolicyDocument.BY_HAND));
    }
    return name;
  }

  private static OwnedDocument base(List<OwnedDocument> inForce, @Nullable String name) {
    List<OwnedDocument> fitting =
        inForce.stream()
            .filter(each -> !each.owner().equals(PolicyDocument.BY_HAND))
            .filter(each -> name == null || each.owner().equals(name.strip()))
            .toList();
    if (fitting.size() != 1) {
      throw unprocessable(
          fitting.isEmpty()
              ? "No such document is in force that could be extended: leave base out."
              : "Several documents are in force: say by policy_name which one is extended, of %s."
                  .formatted(
                      fitting.stream()
                          .map(OwnedDocument::owner)
                          .collect(Collectors.joining(", "))));
    }
    if (fitting.getFirst().source().length() > LARGEST_BASE) {
      throw unprocessable(
          "A document of more than %d characters is not extended by a model: it would be cut."
              .formatted(LARGEST_BASE));
    }
    return fitting.getFirst();
  }

  private static List<Map<String, Object>> others(List<OwnedDocument> inForce, String name) {
    return inForce.stream()
        .filter(each -> !each.owner().equals(name))
        .map(each -> {
          PolicyDocument document = each.document();
          return Map.<String, Object>of(
              "name",
              each.owner(),
              "approval_workflows",
              document.approvalWorkflows().stream().map(ApprovalWorkflow::name).toList(),
              "has_defaults",
              document.defaults() != null);
        })
        .toList();
  }
}
