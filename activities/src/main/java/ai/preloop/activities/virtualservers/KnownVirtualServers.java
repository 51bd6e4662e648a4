package ai.preloop.activities.virtualservers;

import ai.preloop.activities.database.AccountSnapshot;
import ai.preloop.activities.database.Database;
import ai.preloop.workflows.identity.AccountId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What this node knows of every account's virtual servers. */
public final class KnownVirtualServers implements AccountSnapshot {

  private final Database database;
  private final Map<AccountId, Map<String, VirtualServer>> known = new ConcurrentHashMap<>();

  KnownVirtualServers(Database database) {
    this.database = database;
  }

  public Optional<VirtualServer> find(AccountId account, String name) {
    return Optional.ofNullable(known.getOrDefault(account, Map.of()).get(name));
  }

  @Override
  public void reload(AccountId account) {
    known.put(
        account,
        database.inAccount(account, jdbc -> VirtualServerRows.all(jdbc, account)).stream()
            .collect(Collectors.toUnmodifiableMap(VirtualServer::name, Function.identity())));
  }
}
