package ai.preloop.activities.offers;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.servers.Catalog.Server;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What all servers of an account list of one kind, each under a name that no other has. */
final class Listing {

  private final OfferKind kind;
  private final List<Offered> all;
  private final Map<String, Offered> byShown;

  private Listing(OfferKind kind, List<Offered> all) {
    this.kind = kind;
    this.all = List.copyOf(all);
    this.byShown =
        all.stream().collect(Collectors.toMap(Offered::shown, Function.identity(), (a, b) -> a));
  }

  /** Puts lists together in the order of the servers: the first that has a name keeps it. */
  static Listing of(OfferKind kind, List<OfServer> lists) {
    Set<String> taken = new HashSet<>();
    List<Offered> all = new ArrayList<>();
    for (OfServer list : lists) {
      Set<String> before = Set.copyOf(taken);
      for (JsonSlice definition : list.definitions()) {
        JsonSlice named = definition.member(kind.named());
        String own = named == null ? null : named.text();
        if (own != null) {
          String shown = before.contains(own) ? kind.beside(list.server(), own) : own;
          taken.add(shown);
          all.add(new Offered(list.server(), own, shown, definition));
        }
      }
    }
    return new Listing(kind, all);
  }

  /** What one server lists. */
  record OfServer(Server server, List<JsonSlice> definitions) {

    OfServer {
      definitions = List.copyOf(definitions);
    }
  }

  List<Offered> all() {
    return all;
  }

  /** What agents ask for by this name; of templates, the first that it may be of. */
  Optional<Offered> find(String shown) {
    return switch (kind) {
      case PROMPT, RESOURCE -> Optional.ofNullable(byShown.get(shown));
      case TEMPLATE ->
          all.stream().filter(each -> UriTemplate.mayGive(each.shown(), shown)).findFirst();
    };
  }
}
