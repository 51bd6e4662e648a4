package ai.preloop.activities.offers;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.offers.Conversations.Extent;
import ai.preloop.activities.offers.Conversations.Listed;
import ai.preloop.workflows.identity.AccountId;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The names that each server listed last, which stay its own while it cannot be asked. */
final class LastListed {

  /** Of all accounts together. */
  private static final long MOST_CHARACTERS = 64L << 20;

  private static final int OF_AN_ENTRY = 64;

  private final Cache<Place, Set<String>> last =
      Caffeine.newBuilder()
          .maximumWeight(MOST_CHARACTERS)
          .weigher((Place _, Set<String> names) -> weight(names))
          .build();

  private record Place(AccountId account, UUID server, OfferKind kind) {}

  private static int weight(Set<String> names) {
    return OF_AN_ENTRY + names.stream().mapToInt(name -> OF_AN_ENTRY + name.length()).sum();
  }

  /** A server's list, or what it holds in place of one. */
  OfServer known(AccountId account, OfferKind kind, Listed listed) {
    Place place = new Place(account, listed.server().id(), kind);
    Set<String> read = names(kind, listed.definitions());
    return switch (listed.extent()) {
      case WHOLE -> {
        last.put(place, read);
        yield new OfServer.Lists(listed.server(), listed.definitions());
      }
      case TOO_LONG, CUT -> away(listed, last.getIfPresent(place), read);
    };
  }

  /** What is read of a list that is too long is all that it can have. */
  private static OfServer away(Listed listed, @Nullable Set<String> before, Set<String> read) {
    if (before == null && listed.extent() == Extent.CUT) {
      return new OfServer.Unknown(listed.server());
    }
    Set<String> held = new HashSet<>(read);
    held.addAll(before == null ? Set.of() : before);
    return new OfServer.Holds(listed.server(), held);
  }

  private static Set<String> names(OfferKind kind, List<JsonSlice> definitions) {
    return definitions.stream()
        .map(kind::nameOf)
        .filter(Objects::nonNull)
        .collect(Collectors.toUnmodifiableSet());
  }
}
