package ai.preloop.policies.reading;

import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.documents.KnownTool;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a document is checked against: the account it is meant for, or nothing when offline.
 *
 * <p>{@code approvalWorkflows} has the ones of other owners in the account, by name with their
 * owner; {@code environment} has the names that a document may read, with their values; {@code
 * voting} is what is known of who decides there.
 */
public record Surroundings(
    boolean offline,
    Names names,
    List<KnownTool> tools,
    Map<String, String> approvalWorkflows,
    Claims claims,
    Map<String, String> environment,
    boolean checkServerReferences,
    Voting voting) {

  /** Where nothing is known of who decides. */
  public Surroundings(
      boolean offline,
      Names names,
      List<KnownTool> tools,
      Map<String, String> approvalWorkflows,
      Claims claims,
      Map<String, String> environment,
      boolean checkServerReferences) {
    this(
        offline,
        names,
        tools,
        approvalWorkflows,
        claims,
        environment,
        checkServerReferences,
        Voting.UNKNOWN);
  }

  public Surroundings {
    tools = List.copyOf(tools);
    approvalWorkflows = Map.copyOf(approvalWorkflows);
    environment = Map.copyOf(environment);
  }

  /** Nothing is known: the command line without a server. */
  public static Surroundings offline(Map<String, String> environment) {
    return new Surroundings(true, Names.NONE, List.of(), Map.of(), Claims.NONE, environment, true);
  }

  /** The same where these credentials are kept as secrets already. */
  public Surroundings withSecrets(List<HeldCredential> held) {
    return held.isEmpty()
        ? this
        : new Surroundings(
            offline,
            names.with(held),
            tools,
            approvalWorkflows,
            claims,
            environment,
            checkServerReferences,
            voting);
  }

  /** The same where these tools are known. */
  public Surroundings withTools(List<KnownTool> known) {
    return new Surroundings(
        offline,
        names,
        known,
        approvalWorkflows,
        claims,
        environment,
        checkServerReferences,
        voting);
  }

  /** The same where this is known of who decides. */
  public Surroundings withVoting(Voting known) {
    return new Surroundings(
        offline,
        names,
        tools,
        approvalWorkflows,
        claims,
        environment,
        checkServerReferences,
        known);
  }

  /**
   * How many owners vote where nobody is named, null where that is not known, and the approval
   * workflows of the other owners' documents by name.
   */
  public record Voting(@Nullable Integer owners, Map<String, ApprovalWorkflow> workflows) {

    static final Voting UNKNOWN = new Voting(null, Map.of());

    public Voting {
      workflows = Map.copyOf(workflows);
    }
  }

  /**
   * The names that references may point at; a secret's with the origin that it is bound to, empty
   * before its first use.
   */
  public record Names(
      Set<String> servers,
      Set<String> users,
      Set<String> teams,
      Set<String> apiKeys,
      Map<String, String> secrets) {

    public static final Names NONE = new Names(Set.of(), Set.of(), Set.of(), Set.of(), Map.of());

    public Names {
      servers = Set.copyOf(servers);
      users = Set.copyOf(users);
      teams = Set.copyOf(teams);
      apiKeys = Set.copyOf(apiKeys);
      secrets = Map.copyOf(secrets);
    }

    private Names with(List<HeldCredential> held) {
      var all = new HashMap<>(secrets);
      held.forEach(each -> all.put(each.secret(), each.origin()));
      return new Names(servers, users, teams, apiKeys, all);
    }
  }

  /**
   * What other owners hold alone: the defaults, the default workflow, servers by name; "" is
   * nobody.
   */
  public record Claims(
      String defaultsOwner, String defaultWorkflowOwner, Map<String, String> serverOwners) {

    public static final Claims NONE = new Claims("", "", Map.of());

    public Claims {
      serverOwners = Map.copyOf(serverOwners);
    }

    /** The same where this owner has these servers, too. */
    public Claims with(String owner, Set<String> servers) {
      var all = new HashMap<>(serverOwners);
      servers.forEach(server -> all.put(server, owner));
      return new Claims(defaultsOwner, defaultWorkflowOwner, all);
    }
  }
}
