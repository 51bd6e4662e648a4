package ai.preloop.activities.attempts;

import ai.preloop.activities.audit.AuditRecord.Who;
import ai.preloop.activities.secrets.KeptSecret;
import ai.preloop.activities.secrets.Origin;
import ai.preloop.activities.secrets.SecretStore;
import ai.preloop.activities.secrets.UsableSecret;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Secrets in memory; counts how often one is read. */
final class FakeSecrets implements SecretStore {

  final AtomicInteger reads = new AtomicInteger();
  private final Map<String, String> values = new ConcurrentHashMap<>();
  private final Map<String, String> remembered = new ConcurrentHashMap<>();
  private final Map<String, Origin> origins = new ConcurrentHashMap<>();

  void set(String name, String value) {
    values.put(name, value);
  }

  /** One that another system keeps, of which the store remembers the value for a while. */
  void remember(String name, String stale) {
    remembered.put(name, stale);
  }

  void forget(String name) {
    values.remove(name);
  }

  @Override
  public void put(AccountId account, String name, String value, Who by) {
    set(name, value);
  }

  @Override
  public String get(AccountId account, String name, Origin origin) {
    reads.incrementAndGet();
    @Nullable String value = remembered.getOrDefault(name, values.get(name));
    if (value == null) {
      throw new ProblemException(
          ProblemType.NOT_FOUND, "There is no secret named %s.".formatted(name));
    }
    if (!origins.computeIfAbsent(name, _ -> origin).equals(origin)) {
      throw new ProblemException(ProblemType.FORBIDDEN, "It belongs to another origin.");
    }
    return value;
  }

  @Override
  public UsableSecret use(AccountId account, String name, Origin origin) {
    return remembered.containsKey(name)
        ? new Living(this, account, name, origin)
        : new UsableSecret.Fixed(get(account, name, origin));
  }

  private record Living(FakeSecrets store, AccountId account, String name, Origin origin)
      implements UsableSecret.Living {

    @Override
    public String identity() {
      return name;
    }

    @Override
    public String now() {
      return store.get(account, name, origin);
    }

    @Override
    public Optional<String> insteadOf(String refused) {
      store.remembered.remove(name);
      return Optional.of(now()).filter(value -> !value.equals(refused));
    }
  }

  @Override
  public boolean holds(AccountId account, String name, Optional<Origin> origin, String value) {
    return value.equals(values.get(name));
  }

  @Override
  public void rebind(AccountId account, String name, Origin origin, Who by) {
    origins.put(name, origin);
  }

  @Override
  public boolean delete(AccountId account, String name, Who by) {
    return values.remove(name) != null;
  }

  @Override
  public List<KeptSecret> kept(AccountId account) {
    return List.of();
  }
}
