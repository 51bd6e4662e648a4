package ai.preloop.api.end2end;

import java.net.URI;
import java.util.Map;

/** The MCP project's own example server, in a process of its own. */
final class EverythingServer implements AutoCloseable {

  private static final String MAIN =
      "node_modules/@modelcontextprotocol/server-everything/dist/index.js";

  private NodeServer server = start("0");

  URI url() {
    return server.url();
  }

  /** At the same address, and it knows none of its sessions any more. */
  void restart() {
    server.close();
    server = start(Integer.toString(url().getPort()));
  }

  private static NodeServer start(String port) {
    return NodeServer.start(
        NodeProject.TYPESCRIPT.node("--import", "./loopback.mjs", MAIN, "streamableHttp"),
        Map.of("PORT", port));
  }

  @Override
  public void close() {
    server.close();
  }
}
