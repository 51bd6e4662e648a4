package ai.preloop.activities.identity;

import ai.preloop.activities.database.AccountSnapshot;
import ai.preloop.activities.database.Database;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every key and person that is in good standing, kept in memory, so that no call asks for them. */
public final class Principals implements AccountSnapshot {

  private final Database database;
  private final InstantSource clock;
  private final KnownTokens tokens;
  private final AtomicReference<Index> index = new AtomicReference<>(Index.EMPTY);

  Principals(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    this.tokens = new KnownTokens(database);
  }

  @Override
  public void reload(AccountId account) {
    Residents residents = database.inAccount(account, jdbc -> read(jdbc, account));
    tokens.reload(account);
    index.updateAndGet(before -> before.with(account, residents));
  }

  /** Whom a row names by type and id, as long as that key or person is still good here. */
  public Optional<Principal> inStanding(AccountId account, String type, UUID id) {
    Residents residents = index.get().accounts().getOrDefault(account, Residents.NONE);
    if (type.equals(Principal.Kind.USER.word())) {
      return Optional.ofNullable(residents.people().get(new UserId(id)))
          .map(person -> person.signedIn(person.scopes()));
    }
    return Optional.ofNullable(residents.byId().get(id))
        .filter(key -> key.isGoodAt(clock.instant()))
        .map(StoredKey::principal)
        .filter(principal -> principal.kind().word().equals(type));
  }

  /** As this one stands now, by the runtime token it was known by, if by one. */
  public Optional<Principal> inStanding(Principal principal) {
    return inStanding(
        principal.account(), principal.kind().word(), principal.id(), principal.token());
  }

  /** As above, for a row that names a runtime token of a key as well. */
  public Optional<Principal> inStanding(
      AccountId account, String type, UUID id, @Nullable UUID token) {
    Optional<Principal> standing = inStanding(account, type, id);
    return token == null
        ? standing
        : standing.flatMap(key ->
            tokens
                .find(account, token)
                .filter(found -> found.isGoodAt(clock.instant()))
                .flatMap(found -> found.narrowed(key)));
  }

  /** Whom a runtime token stands for, as long as it and its key are good here. */
  Optional<Principal> token(TokenText shown) {
    return key(shown.prefix())
        .filter(key -> key.isGoodAt(clock.instant()))
        .map(StoredKey::principal)
        .flatMap(key ->
            tokens
                .find(key.account(), shown)
                .filter(found -> found.isGoodAt(clock.instant()))
                .flatMap(found -> found.narrowed(key)));
  }

  Optional<StoredKey> key(String prefix) {
    return Optional.ofNullable(index.get().keys().get(prefix));
  }

  Optional<Person> person(UserId id) {
    return Optional.ofNullable(index.get().people().get(id));
  }

  private static Residents read(JdbcClient jdbc, AccountId account) {
    List<Person> people =
        jdbc.sql(
                "select %s from users where account_id = :account and not disabled"
                    .formatted(Person.COLUMNS))
            .param("account", account.value())
            .query(Person::of)
            .list();
    Map<UserId, Person> byId =
        people.stream().collect(Collectors.toUnmodifiableMap(Person::id, Function.identity()));
    Map<String, StoredKey> keys = new HashMap<>();
    jdbc.sql(
            """
            select k.id, k.user_id, k.name, k.prefix, k.key_hash, k.scopes, k.models, k.expires_at,
              k.team, k.agent, k.flow
            from api_keys k join users u on u.account_id = k.account_id and u.id = k.user_id
            where k.account_id = :account and k.revoked_at is null and not u.disabled
            """)
        .param("account", account.value())
        .query(row -> {
          keys.put(row.getString("prefix"), key(row, byId));
        });
    return new Residents(keys, byId);
  }

  private static StoredKey key(ResultSet row, Map<UserId, Person> people) throws SQLException {
    Person owner = people.get(new UserId(row.getObject("user_id", UUID.class)));
    if (owner == null) {
      throw new IllegalStateException("A key was read without its owner");
    }
    Principal principal =
        new Principal(
            owner.account(),
            Principal.Kind.API_KEY,
            row.getObject("id", UUID.class),
            row.getString("name"),
            owner.id(),
            owner.name(),
            atMost(owner, KeyRows.scopes(row)),
            Set.of(owner.role()),
            KeyRows.models(row),
            KeyRows.labels(row),
            null);
    return new StoredKey(row.getBytes("key_hash"), KeyRows.instant(row, "expires_at"), principal);
  }

  /** A key never outlives a right that its owner has lost. */
  private static Set<Scope> atMost(Person owner, Set<Scope> scopes) {
    return scopes.stream()
        .filter(scope -> scope.isAgents() || owner.may(scope))
        .collect(Collectors.toUnmodifiableSet());
  }

  private record Residents(
      Map<String, StoredKey> keys, Map<UUID, StoredKey> byId, Map<UserId, Person> people) {

    static final Residents NONE = new Residents(Map.of(), Map.of());

    Residents(Map<String, StoredKey> keys, Map<UserId, Person> people) {
      this(keys, byId(keys.values()), people);
    }

    private static Map<UUID, StoredKey> byId(Collection<StoredKey> keys) {
      return keys.stream()
          .collect(Collectors.toUnmodifiableMap(key -> key.principal().id(), Function.identity()));
    }
  }

  /** What all accounts together look like to one request. */
  private record Index(
      Map<AccountId, Residents> accounts, Map<String, StoredKey> keys, Map<UserId, Person> people) {

    static final Index EMPTY = new Index(Map.of(), Map.of(), Map.of());

    Index with(AccountId account, Residents residents) {
      Map<AccountId, Residents> all = new HashMap<>(accounts);
      all.put(account, residents);
      Map<String, StoredKey> byPrefix = new HashMap<>();
      Map<UserId, Person> byId = new HashMap<>();
      for (Residents some : all.values()) {
        byPrefix.putAll(some.keys());
        byId.putAll(some.people());
      }
      return new Index(all, byPrefix, byId);
    }
  }
}
