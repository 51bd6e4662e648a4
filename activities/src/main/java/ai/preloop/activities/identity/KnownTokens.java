package ai.preloop.activities.identity;

import ai.preloop.activities.database.Database;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * The runtime tokens that this node has met. A token is read when it is first shown and never
 * changes; that one was ended is part of what a node confirms each second, and asked at every use.
 */
final class KnownTokens {

  private static final int MOST = 50_000;
  private static final int MOST_UNKNOWN = 10_000;
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(1);

  private final Database database;
  private final Cache<String, StoredToken> met = Caffeine.newBuilder().maximumSize(MOST).build();
  private final Cache<UUID, StoredToken> byId = Caffeine.newBuilder().maximumSize(MOST).build();
  private final Cache<String, Boolean> unknown =
      Caffeine.newBuilder().maximumSize(MOST_UNKNOWN).expireAfterWrite(FORGOTTEN_AFTER).build();
  private final Map<AccountId, Set<UUID>> ended = new ConcurrentHashMap<>();

  KnownTokens(Database database) {
    this.database = database;
  }

  void reload(AccountId account) {
    ended.put(account, database.inAccount(account, jdbc -> new TokenRows(jdbc, account).ended()));
  }

  /** UNAVAILABLE where this node has not met it and cannot look. */
  Optional<StoredToken> find(AccountId account, TokenText shown) {
    String hash = HexFormat.of().formatHex(shown.hash());
    if (unknown.getIfPresent(hash) != null) {
      return Optional.empty();
    }
    Optional<StoredToken> found = met(met, hash, () -> read(account, shown));
    if (found.isEmpty()) {
      unknown.put(hash, true);
    }
    return found.filter(token -> isStanding(account, token));
  }

  /** As above, for one that is waited for on a node that it was perhaps never shown to. */
  Optional<StoredToken> find(AccountId account, UUID id) {
    return met(byId, id, () -> read(account, id)).filter(token -> isStanding(account, token));
  }

  /** Nothing stands in an account of which this node does not know what was ended. */
  private boolean isStanding(AccountId account, StoredToken found) {
    Set<UUID> over = ended.get(account);
    return over != null && !over.contains(found.id());
  }

  private Optional<StoredToken> read(AccountId account, TokenText shown) {
    return database.inAccount(account, jdbc -> new TokenRows(jdbc, account).find(shown.hash()));
  }

  private Optional<StoredToken> read(AccountId account, UUID id) {
    return database.inAccount(account, jdbc -> new TokenRows(jdbc, account).find(id));
  }

  private static <K> Optional<StoredToken> met(
      Cache<K, StoredToken> cache, K key, Supplier<Optional<StoredToken>> look) {
    StoredToken known = cache.getIfPresent(key);
    if (known != null) {
      return Optional.of(known);
    }
    try {
      Optional<StoredToken> found = look.get();
      found.ifPresent(token -> cache.put(key, token));
      return found;
    } catch (DataAccessException | TransactionException e) {
      throw new ProblemException(
              ProblemType.UNAVAILABLE,
              "The database does not answer, so this token cannot be looked up now.")
          .causedBy(e);
    }
  }
}
