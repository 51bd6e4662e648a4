package ai.preloop.api.mcp;

import ai.preloop.activities.servers.Catalog.Tool;
import ai.preloop.activities.virtualservers.VirtualServer;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Where messages come in: at the whole account's place, or at a virtual server's. */
record Endpoint(@Nullable VirtualServer virtual) {

  static final Endpoint WHOLE = new Endpoint(null);

  @Nullable UUID id() {
    return virtual == null ? null : virtual.id();
  }

  /** Whether all that the account has is there. */
  boolean isWhole() {
    return virtual == null;
  }

  /** The tools that are there; who may know of them is the policy's to say. */
  Predicate<Tool> offered() {
    return virtual == null ? _ -> true : virtual::has;
  }

  boolean isSearched() {
    return virtual != null && virtual.isSearched();
  }
}
