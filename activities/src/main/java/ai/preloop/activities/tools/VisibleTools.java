package ai.preloop.activities.tools;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.policies.ActivePolicies;
import ai.preloop.activities.policies.ActivePolicy;
import ai.preloop.activities.policies.Callers;
import ai.preloop.activities.servers.Catalog;
import ai.preloop.activities.servers.Catalog.Tool;
import ai.preloop.activities.servers.Catalogs;
import ai.preloop.activities.servers.Offer;
import ai.preloop.activities.tasks.SessionTask.Place;
import ai.preloop.policies.documents.Justification;
import ai.preloop.policies.verdicts.Caller;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The tools that a caller may know of: what is listed can be called, and nothing else. */
public final class VisibleTools {

  private final Catalogs catalogs;
  private final ActivePolicies policies;

  VisibleTools(Catalogs catalogs, ActivePolicies policies) {
    this.catalogs = catalogs;
    this.policies = policies;
  }

  /** A tool that a caller may know of, and whether it must say why it calls it. */
  public record Listed(Tool tool, Justification justification) {}

  public List<Listed> list(Principal principal) {
    return list(principal, _ -> true);
  }

  /** The same where no other tools are there. */
  public List<Listed> list(Principal principal, Predicate<Tool> offered) {
    ActivePolicy policy = policyOf(principal);
    Caller caller = Callers.of(principal);
    return catalogs.of(principal.account()).tools().stream()
        .filter(offered)
        .filter(tool -> !policy.compiled().hidden(tool.called(), caller))
        .map(tool -> new Listed(tool, policy.compiled().justificationFor(tool.called(), caller)))
        .toList();
  }

  /** Whether nothing is done for the principal's account now. */
  public boolean isFrozen(Principal principal) {
    return policyOf(principal).frozen();
  }

  /** Whether the policy always refuses it to this principal; then it is not there. */
  public boolean isHidden(Principal principal, Offer offer) {
    return policyOf(principal).compiled().hidden(offer.called(), Callers.of(principal));
  }

  /** What judges this principal's calls now. */
  ActivePolicy policyOf(Principal principal) {
    return policies.require(principal.account());
  }

  /** The tool that the principal calls by this name, if it may know of it. */
  public Optional<Tool> find(Principal principal, String name) {
    return catalogs.of(principal.account()).tool(name).filter(tool -> !isHidden(principal, tool));
  }

  Optional<Tool> find(ToolCall call, ActivePolicy policy, Caller caller) {
    Catalog catalog = catalogs.of(call.principal().account());
    return catalog
        .tool(call.name())
        .filter(call.offered())
        .filter(tool -> !policy.compiled().hidden(tool.called(), caller));
  }

  /** The tool at this place, if the caller may know of it. */
  Optional<Tool> find(ToolCall call, Place place, ActivePolicy policy, Caller caller) {
    return catalogs
        .of(call.principal().account())
        .tool(place.server(), place.tool())
        .filter(call.offered())
        .filter(tool -> !policy.compiled().hidden(tool.called(), caller));
  }
}
