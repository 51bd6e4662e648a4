package ai.preloop.activities.secrets;

import ai.preloop.activities.secrets.SealedSecret.Place;
import ai.preloop.activities.secrets.vault.KvVersion;
import ai.preloop.activities.secrets.vault.VaultKv;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import ai.preloop.workflows.identity.Ids;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The store {@code vault_kv_v2}: values are in Vault, and the row seals which write of ours it
 * stands for. The newest version is in force, whoever made it, but for one of ours whose request
 * did not end well: no row knows it, so the version of the row is in force then.
 */
final class VaultCustodian implements Custodian {

  private static final Duration REMEMBERED = Duration.ofSeconds(5);
  private static final int MOST_REMEMBERED = 10_000;

  private final VaultKv vault;
  private final Wrapping wrapping;
  private final Cache<Known, String> values;

  VaultCustodian(VaultKv vault, RootKey root, LongSupplier nanoTime) {
    this.vault = vault;
    this.wrapping = Wrapping.of(Custody.VAULT_KV_V2, root);
    this.values =
        Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(MOST_REMEMBERED)
            .ticker(nanoTime::getAsLong)
            .build();
  }

  /** A write of ours: the version that it made, and what it calls itself there. */
  private record Reference(long version, String write) {

    static Reference read(String text) {
      int space = text.indexOf(' ');
      return new Reference(Long.parseLong(text.substring(0, space)), text.substring(space + 1));
    }

    String text() {
      return version + " " + write;
    }

    boolean isOutrunBy(KvVersion newest) {
      return newest.number() > version
          && newest.write().filter(other -> !other.equals(write)).isPresent();
    }
  }

  /** What a row says, so that another row's word is never answered with what was read before. */
  private record Known(Place place, Reference reference) {}

  @Override
  public Custody custody() {
    return Custody.VAULT_KV_V2;
  }

  @Override
  public SealedSecret keep(Place place, Optional<Origin> origin, String value) {
    String path = path(place);
    String write = Ids.next().toString();
    long newest = vault.latest(path).map(KvVersion::number).orElse(0L);
    long made =
        vault
            .write(path, value, write, newest)
            .orElseThrow(() ->
                new ProblemException(
                    ProblemType.VERSION_CONFLICT,
                    "The secret %s was changed in Vault at the same time: look there, and put it again."
                        .formatted(place.name())));
    return SealedSecret.seal(wrapping, place, origin, new Reference(made, write).text());
  }

  @Override
  public Optional<String> open(Place place, SealedSecret sealed) {
    Known known = known(place, sealed);
    String remembered = values.getIfPresent(known);
    if (remembered != null) {
      return Optional.of(remembered);
    }
    Optional<String> value = inForce(known).flatMap(KvVersion::value);
    value.ifPresent(read -> values.put(known, read));
    return value;
  }

  private Optional<KvVersion> inForce(Known known) {
    String path = path(known.place());
    Optional<KvVersion> newest = vault.latest(path);
    return newest.filter(known.reference()::isOutrunBy).isPresent()
        ? vault.version(path, known.reference().version())
        : newest;
  }

  @Override
  public Optional<String> identity(Place place, SealedSecret sealed) {
    return Optional.of(known(place, sealed).reference().write());
  }

  @Override
  public void doubt(Place place, SealedSecret sealed) {
    values.invalidate(known(place, sealed));
  }

  private Known known(Place place, SealedSecret sealed) {
    return new Known(place, Reference.read(sealed.open(wrapping, place)));
  }

  @Override
  public SealedSecret rebound(Place place, SealedSecret sealed, Origin origin) {
    return SealedSecret.seal(wrapping, place, Optional.of(origin), sealed.open(wrapping, place));
  }

  void erase(Place place) {
    vault.forget(path(place));
  }

  /** Vault reads paths as URLs, where such parts would lead to another account's. */
  private String path(Place place) {
    boolean leads =
        Arrays.stream(place.name().split("/", -1))
            .anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    if (leads) {
      throw new ProblemException(
          ProblemType.UNPROCESSABLE,
          "A secret's name in Vault has no parts between slashes that are empty, . or ..");
    }
    return vault.path(place.account().toString(), place.name());
  }
}
