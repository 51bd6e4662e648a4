package ai.preloop.activities.modellists;

import ai.preloop.activities.database.AccountSnapshot;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.identity.Principal;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What this node knows of every account's lists. */
public final class KnownAllowLists implements AccountSnapshot {

  private final Database database;
  private final Map<AccountId, Map<ListScope, ModelAllowList>> known = new ConcurrentHashMap<>();

  KnownAllowLists(Database database) {
    this.database = database;
  }

  /**
   * Why a caller may not call a model of this alias, by one of the lists that are about the caller;
   * empty where they all have it. UNAVAILABLE where this node does not know the account's lists.
   */
  public Optional<String> objection(Principal caller, String alias) {
    Map<ListScope, ModelAllowList> lists = of(caller.account());
    return lists.isEmpty()
        ? Optional.empty()
        : Arrays.stream(ListScope.Type.values())
            .map(type -> about(lists, type, caller))
            .flatMap(Optional::stream)
            .filter(list -> !list.plan().models().allow(alias))
            .findFirst()
            .map(list ->
                "The list of models for %s does not have the model %s."
                    .formatted(list.scope().named(caller), alias));
  }

  private static Optional<ModelAllowList> about(
      Map<ListScope, ModelAllowList> lists, ListScope.Type type, Principal caller) {
    @Nullable String value = type.of(caller);
    return Optional.ofNullable(value).map(own -> lists.get(new ListScope(type, own)));
  }

  private Map<ListScope, ModelAllowList> of(AccountId account) {
    Map<ListScope, ModelAllowList> lists = known.get(account);
    if (lists == null) {
      throw new ProblemException(
          ProblemType.UNAVAILABLE,
          "This node has not read which models the account allows; try again shortly.");
    }
    return lists;
  }

  @Override
  public void reload(AccountId account) {
    known.put(
        account,
        database.inAccount(account, jdbc -> new AllowListRows(jdbc, account).all()).stream()
            .collect(Collectors.toUnmodifiableMap(ModelAllowList::scope, Function.identity())));
  }
}
