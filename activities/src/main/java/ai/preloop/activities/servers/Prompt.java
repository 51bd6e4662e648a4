package ai.preloop.activities.servers;

import ai.preloop.activities.servers.Catalog.Server;
import ai.preloop.policies.verdicts.CalledTool;

/** A prompt of a server's, by its name. */
public record Prompt(Server server, String name) implements Offer {

  public static final String GET = "prompts/get";

  @Override
  public String method() {
    return GET;
  }

  @Override
  public CalledTool called() {
    return CalledTool.prompt(server.name(), name);
  }

  @Override
  public String sha256() {
    return "";
  }

  /** To get one changes nothing, as far as the server is believed (MCP, Prompts). */
  @Override
  public boolean isRepeatable() {
    return server.trusted();
  }
}
