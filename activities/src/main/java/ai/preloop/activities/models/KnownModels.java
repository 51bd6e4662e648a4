package ai.preloop.activities.models;

import ai.preloop.activities.database.AccountSnapshot;
import ai.preloop.activities.database.Database;
import ai.preloop.workflows.identity.AccountId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What this node knows of every account's models. */
public final class KnownModels implements AccountSnapshot {

  private final Database database;
  private final Map<AccountId, Known> known = new ConcurrentHashMap<>();

  KnownModels(Database database) {
    this.database = database;
  }

  /** By its alias, letter for letter. */
  public Optional<AiModel> find(AccountId account, String alias) {
    return Optional.ofNullable(of(account).byAlias.get(alias));
  }

  public Optional<AiModel> find(AccountId account, UUID id) {
    return Optional.ofNullable(of(account).byId.get(id));
  }

  /** By their aliases, in order. */
  public List<AiModel> all(AccountId account) {
    return of(account).all;
  }

  @Override
  public void reload(AccountId account) {
    known.put(
        account, Known.of(database.inAccount(account, jdbc -> AiModelRows.all(jdbc, account))));
  }

  private Known of(AccountId account) {
    return known.getOrDefault(account, Known.NOTHING);
  }

  private record Known(List<AiModel> all, Map<String, AiModel> byAlias, Map<UUID, AiModel> byId) {

    private static final Known NOTHING = of(List.of());

    private static Known of(List<AiModel> all) {
      return new Known(
          List.copyOf(all),
          all.stream().collect(Collectors.toUnmodifiableMap(AiModel::alias, Function.identity())),
          all.stream().collect(Collectors.toUnmodifiableMap(AiModel::id, Function.identity())));
    }
  }
}
