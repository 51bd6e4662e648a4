package ai.preloop.activities.offers;

import ai.preloop.activities.offers.Conversations.Listed;
import ai.preloop.activities.offers.Conversations.Whose;
import ai.preloop.activities.offers.Names.Named;
import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.activities.servers.ResourceNames;
import ai.preloop.activities.tools.ToolCall;
import ai.preloop.workflows.identity.AccountId;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Asks servers for their lists, and keeps for a while whose each name is in a session. */
final class ListedNames {

  private static final Duration KNOWN_FOR = Duration.ofMinutes(5);

  /** Names of all sessions together. */
  private static final int MOST_KNOWN = 1_000_000;

  private final Conversations conversations;
  private final ResourceNames told;
  private final LastListed last = new LastListed();
  private final Cache<Key, Names> known =
      Caffeine.newBuilder()
          .expireAfterWrite(KNOWN_FOR)
          .maximumWeight(MOST_KNOWN)
          .weigher((Key of, Names names) -> names.size() + 1)
          .build();

  ListedNames(Conversations conversations, ResourceNames told) {
    this.conversations = conversations;
    this.told = told;
  }

  private record Key(AccountId account, UUID session, OfferKind kind) {}

  /** What each server answers. */
  List<Listed> ask(ToolCall call, OfferKind kind, List<Server> servers) {
    Whose whose = new Whose(call.principal(), Objects.requireNonNull(call.session()));
    return Conversations.each(servers, server -> conversations.list(whose, server, kind));
  }

  /** Where it is not known whose a name is, it is looked for anew each time. */
  Listing keep(ToolCall call, OfferKind kind, List<Listed> lists) {
    AccountId account = call.principal().account();
    Listing listing =
        new Listing(kind, lists.stream().map(list -> last.known(account, kind, list)).toList());
    if (listing.isCertain()) {
      known.put(key(call, kind), listing.names());
      if (kind == OfferKind.RESOURCE) {
        told.listed(key(call, kind).session(), listing.renamed());
      }
    } else {
      known.invalidate(key(call, kind));
    }
    return listing;
  }

  /** What is not known may have come since: servers are asked once more. */
  Optional<Named> find(ToolCall call, OfferKind kind, List<Server> servers) {
    Names names = known.getIfPresent(key(call, kind));
    Optional<Named> found = names == null ? Optional.empty() : names.find(call.name());
    return found.isPresent() ? found : keep(call, kind, ask(call, kind, servers)).find(call.name());
  }

  private static Key key(ToolCall call, OfferKind kind) {
    return new Key(call.principal().account(), Objects.requireNonNull(call.session()).id(), kind);
  }
}
