package ai.preloop.api.end2end;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Scanner;

/** The MCP project's own example server, in a process of its own. */
final class EverythingServer implements AutoCloseable {

  private static final String MAIN =
      "node_modules/@modelcontextprotocol/server-everything/dist/index.js";

  private int port;
  private Process process;

  EverythingServer() {
    this.process = start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port + "/mcp");
  }

  /** At the same address, and it knows none of its sessions any more. */
  void restart() {
    stop();
    process = start();
  }

  private Process start() {
    ProcessBuilder node = NodeProject.node("--import", "./loopback.mjs", MAIN, "streamableHttp");
    node.environment().put("PORT", Integer.toString(port));
    try {
      Process started = node.start();
      Scanner lines = new Scanner(started.getInputStream(), UTF_8);
      String line = lines.nextLine();
      while (!line.startsWith("port ")) {
        line = lines.nextLine();
      }
      port = Integer.parseInt(line.substring("port ".length()));
      Thread.ofPlatform().daemon().name("everything").start(() -> lines.forEachRemaining(_ -> {}));
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void stop() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    stop();
  }
}
