package ai.preloop.api.end2end;

import java.net.URI;
import java.util.Map;

/** The MCP project's own example server, in a process of its own, which Preloop may have. */
final class EverythingServer implements AutoCloseable {

  private static final String SERVERS = "/api/v1/mcp-servers";

  private static final String MAIN =
      "node_modules/@modelcontextprotocol/server-everything/dist/index.js";

  private NodeServer server = start("0");
  private Runnable removal = () -> {};

  URI url() {
    return server.url();
  }

  /** Registered under this name and scanned, until it is closed. */
  static EverythingServer at(RunningPreloop preloop, String name) {
    EverythingServer server = new EverythingServer();
    Http http = preloop.http();
    String owner = preloop.owner();
    String body = "{\"name\":\"%s\",\"url\":\"%s\"}".formatted(name, server.url());
    String id = http.post(SERVERS, owner, body).expect(201).path("id").asString();
    String at = SERVERS + "/" + id;
    http.post(at + "/scan", owner, "{}").expect(200);
    server.removal = () -> http.send("DELETE", at, owner, "", Map.of()).expect(204);
    return server;
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
    removal.run();
  }
}
