package ai.preloop.activities.switches;

import ai.preloop.activities.database.AccountSnapshot;
import ai.preloop.activities.database.Database;
import ai.preloop.workflows.identity.AccountId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What this node knows of every account's switches; what nobody switched is on. */
public final class AccountSwitches implements AccountSnapshot {

  private final Database database;
  private final Map<AccountId, Set<Feature>> off = new ConcurrentHashMap<>();

  AccountSwitches(Database database) {
    this.database = database;
  }

  public boolean isOn(AccountId account, Feature feature) {
    return !off(account).contains(feature);
  }

  public Set<Feature> off(AccountId account) {
    return off.getOrDefault(account, Set.of());
  }

  /** Whether a request or a notice of this method may go between agents and servers. */
  public boolean allows(AccountId account, String method) {
    Set<Feature> none = off(account);
    return none.isEmpty() || Feature.of(method).filter(none::contains).isEmpty();
  }

  @Override
  public void reload(AccountId account) {
    off.put(account, database.inAccount(account, jdbc -> SwitchRows.off(jdbc, account)));
  }
}
