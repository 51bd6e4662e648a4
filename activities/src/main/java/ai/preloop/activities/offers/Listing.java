package ai.preloop.activities.offers;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.offers.Names.Named;
import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.activities.servers.ResourceNames.Own;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What all servers of an account list of one kind, each under a name that no other has. */
final class Listing {

  private final OfferKind kind;
  private final Set<String> taken = new HashSet<>();
  private final List<Server> servers = new ArrayList<>();
  private final List<Server> unknown = new ArrayList<>();
  private final List<Offered> all = new ArrayList<>();
  private final List<Named> named = new ArrayList<>();
  private final Names names;

  /**
   * Puts lists together in the order of the servers: the first that has a name keeps it, whether or
   * not it is there now.
   */
  Listing(OfferKind kind, List<OfServer> lists) {
    this.kind = kind;
    lists.forEach(this::add);
    this.names = new Names(kind, named);
  }

  private void add(OfServer list) {
    servers.add(list.server());
    Set<String> before = Set.copyOf(taken);
    switch (list) {
      case OfServer.Lists(Server server, List<JsonSlice> definitions) ->
          definitions.forEach(definition -> show(server, definition, before));
      case OfServer.Holds(Server server, Set<String> held) ->
          held.forEach(own -> place(server, own, before));
      case OfServer.Unknown(Server server) -> unknown.add(server);
    }
  }

  private void show(Server server, JsonSlice definition, Set<String> before) {
    String own = kind.nameOf(definition);
    if (own != null) {
      all.add(new Offered(server, own, place(server, own, before), definition));
    }
  }

  private String place(Server server, String own, Set<String> before) {
    String shown = before.contains(own) ? kind.beside(server, own) : own;
    while (before.contains(shown)) {
      shown += "_";
    }
    taken.add(shown);
    named.add(new Named(server.id(), own, shown));
    return shown;
  }

  /** What is listed, without what servers hold that are not there. */
  List<Offered> all() {
    return List.copyOf(all);
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
    return names;
  }

  /** Whether it says of every name whose it is. */
  boolean isCertain() {
    return unknown.isEmpty();
  }

  /**
   * Whose this is: by the name that is shown; by the one that it would have beside another's; and
   * where nobody has it, it may be of a server that cannot be asked.
   */
  Optional<Named> find(String asked) {
    return names.find(asked).or(() -> beside(asked)).or(() -> ofUnknown(asked));
  }

  private Optional<Named> beside(String asked) {
    return servers.stream()
        .filter(server -> isBeside(server, asked))
        .map(server ->
            new Named(server.id(), asked.substring(kind.beside(server, "").length()), asked))
        .filter(each -> names.has(each.server(), each.own()) || isUnknown(each))
        .findFirst();
  }

  private boolean isBeside(Server server, String asked) {
    return asked.startsWith(kind.beside(server, ""));
  }

  private boolean isUnknown(Named each) {
    return unknown.stream().anyMatch(server -> server.id().equals(each.server()));
  }

  private Optional<Named> ofUnknown(String asked) {
    return servers.stream().anyMatch(server -> isBeside(server, asked))
        ? Optional.empty()
        : unknown.stream().findFirst().map(server -> new Named(server.id(), asked, asked));
  }
}
