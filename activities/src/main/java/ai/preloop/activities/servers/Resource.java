package ai.preloop.activities.servers;

import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.policies.verdicts.CalledTool;

/** A resource of a server's, by its URI, whether or not the server lists it. */
public record Resource(Server server, String uri) implements Offer {

  public static final String READ = "resources/read";

  @Override
  public String name() {
    return uri;
  }

  @Override
  public String method() {
    return READ;
  }

  @Override
  public CalledTool called() {
    return CalledTool.resource(server.name(), uri);
  }

  @Override
  public String sha256() {
    return "";
  }

  /** To read changes nothing, as far as the server is believed (MCP, Resources). */
  @Override
  public boolean isRepeatable() {
    return server.trusted();
  }
}
