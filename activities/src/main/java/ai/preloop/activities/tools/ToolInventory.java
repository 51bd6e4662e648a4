package ai.preloop.activities.tools;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.activities.policies.ActivePolicies;
import ai.preloop.activities.policies.ActivePolicy;
import ai.preloop.activities.policies.Callers;
import ai.preloop.activities.servers.Catalog.Tool;
import ai.preloop.activities.servers.Catalogs;
import ai.preloop.policies.documents.Justification;
import ai.preloop.policies.verdicts.Caller;
import ai.preloop.policies.verdicts.Outlook;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** Every tool of an account, for people: those that agents may not see are there too. */
public final class ToolInventory {

  private final Catalogs catalogs;
  private final ActivePolicies policies;

  public ToolInventory(Catalogs catalogs, ActivePolicies policies) {
    this.catalogs = catalogs;
    this.policies = policies;
  }

  /** A tool and what the policy says of it to whoever asks, who may have to say why. */
  public record ListedTool(Tool tool, Outlook outlook, Justification justification) {

    public String shownName() {
      return tool.shownName();
    }
  }

  public List<ListedTool> list(Principal principal) {
    return list(principal, _ -> true);
  }

  /** Those of one server. */
  public List<ListedTool> list(Principal principal, UUID server) {
    return list(principal, tool -> tool.server().id().equals(server));
  }

  /** One of them, by its server's name for it. */
  public Optional<ListedTool> find(Principal principal, UUID server, String name) {
    return list(principal, tool -> tool.server().id().equals(server) && tool.name().equals(name))
        .stream()
        .findFirst();
  }

  private List<ListedTool> list(Principal principal, Predicate<Tool> wanted) {
    principal.require(Scope.ACCOUNT_READ);
    ActivePolicy policy = policies.require(principal.account());
    Caller caller = Callers.of(principal);
    return catalogs.of(principal.account()).tools().stream()
        .filter(wanted)
        .map(tool ->
            new ListedTool(
                tool,
                outlook(policy, tool, caller),
                policy.compiled().justificationFor(tool.called(), caller)))
        .toList();
  }

  private static Outlook outlook(ActivePolicy policy, Tool tool, Caller caller) {
    return policy.frozen() ? Outlook.DENIED : policy.compiled().outlook(tool.called(), caller);
  }
}
