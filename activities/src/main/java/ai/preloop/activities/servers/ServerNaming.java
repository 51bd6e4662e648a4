package ai.preloop.activities.servers;

import ai.preloop.activities.database.Turn;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import ai.preloop.policies.ownership.OwnedEntry;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who has which name. A policy knows a server by its name, so that giving a name up takes rules off
 * the server's tools: that is a change of the policy, and needs what such a change needs.
 */
final class ServerNaming {

  private final ServerRepository rows;
  private final PolicyMentions policy;

  ServerNaming(ServerRepository rows, PolicyMentions policy) {
    this.rows = rows;
    this.policy = policy;
  }

  /** Who has the policy's turn as well took that one first. */
  static String turn(AccountId account) {
    return "server names of " + account;
  }

  /** Of two who want a name at once the second waits, and then finds it taken. */
  void requireFree(JdbcClient jdbc, Principal principal, String name) {
    Turn.await(jdbc, turn(principal.account()));
    if (rows.existsByAccountIdAndRegistrationName(principal.account().value(), name)) {
      throw new ProblemException(
          ProblemType.CONFLICT, "There is an MCP server called %s already.".formatted(name));
    }
  }

  /** The entries that fit nothing once nobody has the name; refuses what was not meant. */
  List<OwnedEntry> release(
      JdbcClient jdbc, Principal principal, String name, Insistence insistence) {
    return released(principal, name, policy.of(jdbc, principal.account(), name), insistence);
  }

  /** The entries that name it, for whom it is to go all the same; refuses as above. */
  static List<OwnedEntry> released(
      Principal principal, String name, List<OwnedEntry> entries, Insistence insistence) {
    if (!entries.isEmpty() && insistence == Insistence.NONE) {
      throw stillNamed(name, entries);
    }
    entries.forEach(entry -> principal.require(Scope.policyWrite(entry.owner())));
    return entries;
  }

  private static ProblemException stillNamed(String name, List<OwnedEntry> entries) {
    return new ProblemException(
        ProblemType.CONFLICT,
        "The policy names %s as the source of %s; without that name these hold for nothing. Change the policy first, or ask again with force, which needs policy:write."
            .formatted(
                name, entries.stream().map(OwnedEntry::toString).collect(Collectors.joining(", "))),
        Map.of("entries", entries));
  }
}
