package ai.preloop.cli.commands;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.terminal.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys and people that something can be for: people know their names, and what is kept is their
 * ids.
 */
public final class Owners {

  private static final Map<String, String> WHOLE = Map.of("limit", "1000");

  private final Server server;
  private final Map<String, List<Owner>> known = new HashMap<>();

  public Owners(Server server) {
    this.server = server;
  }

  private record Owner(String id, String name) {}

  /** The id of the key or person of this name; what is no name of one stays. */
  public String id(String type, String called) {
    return all(type).stream()
        .filter(owner -> owner.name().equals(called))
        .map(Owner::id)
        .findFirst()
        .orElse(called);
  }

  /** The name of the key or person of this id; the id of one that is gone stays. */
  public String name(String type, String id) {
    return all(type).stream()
        .filter(owner -> owner.id().equals(id))
        .map(Owner::name)
        .findFirst()
        .orElse(id);
  }

  private List<Owner> all(String type) {
    return known.computeIfAbsent(type, this::read);
  }

  private List<Owner> read(String type) {
    return switch (type) {
      case "key" ->
          Json.items(server.get("/auth/api-keys", WHOLE)).stream()
              .map(key -> new Owner(Json.words(key, "id"), Json.words(key, "name")))
              .toList();
      case "user" -> {
        var me = server.get("/auth/users/me");
        yield List.of(new Owner(Json.words(me, "id"), Json.words(me, "username")));
      }
      default -> List.of();
    };
  }
}
