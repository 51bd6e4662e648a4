package ai.preloop.activities.offers;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.servers.Catalog.Server;
import java.util.List;
import java.util.Set;

/** What is known of one server's list, which decides whose a name is. */
sealed interface OfServer {

  Server server();

  /** It lists these. */
  record Lists(Server server, List<JsonSlice> definitions) implements OfServer {

    public Lists {
      definitions = List.copyOf(definitions);
    }
  }

  /** Its list cannot be had, and these names are its own all the same. */
  record Holds(Server server, Set<String> names) implements OfServer {

    public Holds {
      names = Set.copyOf(names);
    }
  }

  /** Its list cannot be had, and any name may be its own. */
  record Unknown(Server server) implements OfServer {}
}
