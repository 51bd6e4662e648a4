package ai.preloop.activities.policies;

import ai.preloop.activities.database.AccountSnapshot;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.policies.PolicyRows.Version;
import ai.preloop.activities.servers.Catalogs;
import ai.preloop.policies.documents.KnownTool;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.ownership.AccountPolicy;
import ai.preloop.policies.ownership.OwnedDocument;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.policies.verdicts.CompiledPolicy;
import ai.preloop.workflows.identity.AccountId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The compiled policy of every account, and the catalog that it was compiled against. An account
 * whose policy does not compile is refused, and takes no other account with it.
 */
public final class ActivePolicies implements AccountSnapshot {

  private static final Logger LOG = LoggerFactory.getLogger(ActivePolicies.class);

  private final Database database;
  private final Catalogs catalogs;
  private final Map<AccountId, State> states = new ConcurrentHashMap<>();

  /**
   * Catalogs are read here and nowhere else: the schemas that a policy judges by come from them.
   */
  ActivePolicies(Database database, Catalogs catalogs) {
    this.database = database;
    this.catalogs = catalogs;
  }

  /** The policy in force; UNAVAILABLE when there is none that can judge. */
  public ActivePolicy require(AccountId account) {
    return switch (states.getOrDefault(account, State.UNREAD)) {
      case State.Ready(ActivePolicy policy) -> policy;
      case State.Broken(String why) ->
          throw new ProblemException(
              ProblemType.UNAVAILABLE, "No call is made while the policy cannot be used: " + why);
    };
  }

  /** The policy in force, if there is one that can judge. */
  public Optional<ActivePolicy> find(AccountId account) {
    return states.get(account) instanceof State.Ready(ActivePolicy policy)
        ? Optional.of(policy)
        : Optional.empty();
  }

  @Override
  public void reload(AccountId account) {
    catalogs.reload(account);
    states.put(account, read(account));
  }

  private State read(AccountId account) {
    try {
      Stored stored =
          database.inAccount(
              account,
              jdbc ->
                  new Stored(PolicyRows.active(jdbc, account), PolicyRows.isFrozen(jdbc, account)));
      return new State.Ready(compile(account, stored));
    } catch (ProblemException e) {
      broken(account, e.detail());
      return new State.Broken(e.detail());
    }
  }

  /** Once for each reason, however often the account is read again. */
  private void broken(AccountId account, String why) {
    if (!new State.Broken(why).equals(states.get(account))) {
      LOG.error("The policy of account {} cannot be used: {}", account, why);
    }
  }

  private ActivePolicy compile(AccountId account, Stored stored) {
    AccountPolicy documents = stored.version().map(Version::policy).orElse(AccountPolicy.EMPTY);
    long number = stored.version().map(Version::number).orElse(0);
    return new ActivePolicy(stored.frozen(), documents, compile(account, number, documents));
  }

  /** Against the tools that the account has now; POLICY_INVALID when it does not compile. */
  CompiledPolicy compile(AccountId account, long number, AccountPolicy documents) {
    return CompiledPolicy.compile(number, contents(documents), tools(account));
  }

  private List<KnownTool> tools(AccountId account) {
    return catalogs.of(account).tools().stream().map(tool -> tool.known()).toList();
  }

  private static List<PolicyDocument> contents(AccountPolicy policy) {
    return policy.documents().stream().map(OwnedDocument::document).toList();
  }

  private record Stored(Optional<Version> version, boolean frozen) {}

  /** Either a policy that judges, or why there is none. */
  private sealed interface State {

    State UNREAD = new Broken("this node has not read it yet.");

    record Ready(ActivePolicy policy) implements State {}

    record Broken(String why) implements State {}
  }
}
