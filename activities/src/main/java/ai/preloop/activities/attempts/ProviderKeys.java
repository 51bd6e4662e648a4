package ai.preloop.activities.attempts;

import ai.preloop.activities.database.AccountSnapshot;
import ai.preloop.activities.secrets.Origin;
import ai.preloop.activities.secrets.SecretStore;
import ai.preloop.activities.secrets.UsableSecret;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.AccountId;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/**
 * The keys of providers, for a moment: another one is in force as soon as this node hears of the
 * account's change, and within seconds where a store tells nobody.
 */
public final class ProviderKeys implements AccountSnapshot {

  private static final Duration A_MOMENT = Duration.ofSeconds(5);
  private static final int MOST = 10_000;

  private final SecretStore store;
  private final Cache<Place, String> keys;

  ProviderKeys(SecretStore store, Ticker ticker) {
    this.store = store;
    this.keys =
        Caffeine.newBuilder().expireAfterWrite(A_MOMENT).maximumSize(MOST).ticker(ticker).build();
  }

  /** Which secret, for which provider. */
  record Place(AccountId account, String secret, Origin origin) {}

  /** The key; fails as the store does, or where it cannot be sent as a header. */
  String of(Place place) {
    return keys.get(
        place, each -> visible(store.get(each.account(), each.secret(), each.origin()), each));
  }

  /**
   * The provider does not take this one, so that where it is kept elsewhere it is read there again,
   * whatever was remembered of it on the way.
   */
  void refused(Place place, String key) {
    boolean current = keys.asMap().remove(place, key);
    if (current
        && store.use(place.account(), place.secret(), place.origin())
            instanceof UsableSecret.Living living) {
      living.insteadOf(key).ifPresent(other -> keys.put(place, visible(other, place)));
    }
  }

  @Override
  public void reload(AccountId account) {
    keys.asMap().keySet().removeIf(place -> place.account().equals(account));
  }

  private static String visible(String value, Place place) {
    String key = value.strip();
    if (!key.isEmpty() && key.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      return key;
    }
    throw new ProblemException(
        ProblemType.UNPROCESSABLE,
        "The secret %s is no key: it has characters that are not sent in a header."
            .formatted(place.secret()));
  }
}
