package ai.preloop.api.end2end;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.Scanner;

/** A process that serves MCP on loopback, and has said on which port. */
record NodeServer(Process process, URI url) implements AutoCloseable {

  private static final String PORT = "port ";

  /** Waits until it listens; whatever else it says is thrown away. */
  static NodeServer start(ProcessBuilder node, Map<String, String> environment) {
    node.environment().putAll(environment);
    try {
      Process started = node.start();
      Scanner lines = new Scanner(started.getInputStream(), UTF_8);
      String line = lines.nextLine();
      while (!line.startsWith(PORT)) {
        line = lines.nextLine();
      }
      Thread.ofPlatform().daemon().name("node").start(() -> lines.forEachRemaining(_ -> {}));
      String port = line.substring(PORT.length());
      return new NodeServer(started, URI.create("http://127.0.0.1:" + port + "/mcp"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
