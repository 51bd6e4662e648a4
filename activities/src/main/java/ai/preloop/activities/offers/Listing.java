package ai.preloop.activities.offers;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.activities.servers.ResourceNames.Own;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What all servers of an account list of one kind, each under a name that no other has. */
final class Listing {

  private final OfferKind kind;
  private final List<Offered> all;

  private Listing(OfferKind kind, List<Offered> all) {
    this.kind = kind;
    this.all = List.copyOf(all);
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
          while (before.contains(shown)) {
            shown += "_";
          }
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

  /** What is shown otherwise than its server calls it. */
  Map<Own, String> renamed() {
    return all.stream()
        .filter(each -> !each.own().equals(each.shown()))
        .collect(
            Collectors.toMap(
                each -> new Own(each.server().id(), each.own()), Offered::shown, (a, _) -> a));
  }

  /** What is kept of it: the names, and none of the definitions. */
  Names names() {
    return new Names(
        kind,
        all.stream()
            .map(each -> new Names.Named(each.server().id(), each.own(), each.shown()))
            .toList());
  }
}
