package ai.preloop.api.mcp;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.virtualservers.KnownVirtualServers;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds the endpoint that an address leads to. */
@Component
final class Endpoints {

  private final KnownVirtualServers virtual;

  Endpoints(KnownVirtualServers virtual) {
    this.virtual = virtual;
  }

  /** {@code path} is what follows the address of all; NOT_FOUND when it names nothing. */
  Endpoint at(Principal principal, @Nullable String path) {
    if (path == null) {
      return Endpoint.WHOLE;
    }
    String name = path.substring(1);
    return virtual
        .find(principal.account(), name)
        .map(Endpoint::new)
        .orElseThrow(() ->
            new ProblemException(
                ProblemType.NOT_FOUND,
                "There is no virtual server `%s` here; the address of all tools is /mcp/v1."
                    .formatted(McpMethods.shortened(name))));
  }
}
